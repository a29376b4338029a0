package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// score is how one folder of outside data came out. Refused is a file that was
// not read, with the reason in plain words.
type score struct {
	passed, failed, refused int
	pending                 bool // no code can run this folder
	why                     []string
	parts                   []string // key=value lines about parts of the folder
}

func (s *score) fail(format string, args ...any) {
	s.failed++
	s.why = append(s.why, fmt.Sprintf(format, args...))
}

// corpora are the folders that are looked for, each with what runs it.
func (a *app) corpora() []corpus {
	return []corpus{
		{"csv", a.conformCSV},
		{"xlsx", conformXLSX},
		{"statistics", conformStatistics},
		{"calendar", a.conformCalendar},
		{"disclosure", conformDisclosure},
		{"shelter", a.conformShelter},
		{"sql_attacks", nil},
	}
}

type corpus struct {
	name string
	run  func(ctx context.Context, dir string) (score, error)
}

func (a *app) conformanceCommand() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "conformance",
		Short: "Run readers and statistics on data that nobody here wrote",
		Long: `Runs whatever of the folders csv, xlsx, statistics, calendar, disclosure, shelter
and sql_attacks lies under --corpora, and prints key=value lines. A folder that no
code can run yet prints <folder>.pending. Test tables in disclosure are protected by
suppression and by rounding, attacked, and held to what a reference made of them:
ratios above 1 hide more or differ more than it did. Exit 4 when anything failed.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if info, err := os.Stat(dir); err != nil || !info.IsDir() {
				return usage("--corpora "+dir, "is not a folder", "name the folder that holds csv, xlsx, statistics, ...")
			}
			failed := 0
			for _, c := range a.corpora() {
				folder := filepath.Join(dir, c.name)
				if info, err := os.Stat(folder); err != nil || !info.IsDir() {
					continue
				}
				s := score{pending: true}
				if c.run != nil {
					var err error
					if s, err = c.run(cmd.Context(), folder); err != nil {
						return fmt.Errorf("run %s: %w", folder, err)
					}
				}
				a.printScore(c.name, s)
				failed += s.failed
			}
			if failed > 0 {
				return &models.Error{Code: models.Blocked, Where: dir, What: fmt.Sprintf("%d cases failed", failed), Fix: "the lines above name each"}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "corpora", "../shared/corpora", "folder with the corpora")
	return cmd
}

func (a *app) printScore(name string, s score) {
	if s.pending {
		fmt.Fprintf(a.out, "%s.pending\n", name)
		return
	}
	fmt.Fprintf(a.out, "%s.passed=%d\n%s.failed=%d\n%s.refused=%d\n", name, s.passed, name, s.failed, name, s.refused)
	for _, part := range s.parts {
		fmt.Fprintf(a.out, "%s.%s\n", name, part)
	}
	for _, why := range s.why {
		fmt.Fprintf(a.diag, "%s: %s\n", name, models.Visible(why))
	}
}

// lines runs f on every line of a JSON Lines file.
func lines(path string, f func(line []byte)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	scan := bufio.NewScanner(file)
	scan.Buffer(nil, 16<<20)
	for scan.Scan() {
		if len(strings.TrimSpace(scan.Text())) > 0 {
			f(scan.Bytes())
		}
	}
	return scan.Err()
}

func conformStatistics(_ context.Context, dir string) (score, error) {
	var s score
	err := lines(filepath.Join(dir, "cases.jsonl"), func(line []byte) {
		if id, err := stats.Conform(line); err != nil {
			s.fail("%s: %v", id, err)
		} else {
			s.passed++
		}
	})
	return s, err
}

func (a *app) conformCalendar(ctx context.Context, dir string) (score, error) {
	var s score
	var dates [][]byte
	err := lines(filepath.Join(dir, "cases.jsonl"), func(line []byte) {
		id, handled, err := schedule.Conform(line)
		switch {
		case !handled:
			dates = append(dates, append([]byte(nil), line...))
		case err != nil:
			s.fail("%s: %v", id, err)
		default:
			s.passed++
		}
	})
	if err != nil {
		return s, err
	}
	return s, a.conformDates(ctx, dates, &s)
}
