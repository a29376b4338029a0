package conformance

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// Score is how one corpus came out.
type Score struct {
	Passed, Failed int
	Refused        int      // files that were not read, with the reason in plain words
	Pending        bool     // no code can run this corpus
	Why            []string // a line for what failed or was refused
	Parts          []string // key=value lines about parts of the corpus
}

func (s *Score) fail(format string, args ...any) {
	s.Failed++
	s.Why = append(s.Why, fmt.Sprintf(format, args...))
}

// Intake takes the exports of a folder in under a project, into a folder of data that
// is not there yet, and opens the warehouse that it ends in.
type Intake func(ctx context.Context, project, exports, data string) (*warehouse.Warehouse, error)

// Corpus is a folder of cases that are known by its name.
type Corpus struct {
	Name string
	run  func(ctx context.Context, dir string) (Score, error)
}

// Corpora gives the corpora that are looked for, in the order in which they are run.
func Corpora(take Intake) []Corpus {
	return []Corpus{
		{"csv", take.csvs},
		{"xlsx", workbooks},
		{"statistics", statistics},
		{"calendar", take.calendar},
		{"disclosure", disclosure},
		{"shelter", take.shelter},
		{"sql_attacks", nil},
	}
}

// Run runs the cases in dir. What is wrong with a case is in the score; an error is of
// the folder itself.
func (c Corpus) Run(ctx context.Context, dir string) (Score, error) {
	if c.run == nil {
		return Score{Pending: true}, nil
	}
	return c.run(ctx, dir)
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

func statistics(_ context.Context, dir string) (Score, error) {
	var s Score
	err := lines(filepath.Join(dir, "cases.jsonl"), func(line []byte) {
		if id, err := stats.Conform(line); err != nil {
			s.fail("%s: %v", id, err)
		} else {
			s.Passed++
		}
	})
	return s, err
}

func (take Intake) calendar(ctx context.Context, dir string) (Score, error) {
	var s Score
	var dates [][]byte
	err := lines(filepath.Join(dir, "cases.jsonl"), func(line []byte) {
		id, handled, err := schedule.Conform(line)
		switch {
		case !handled:
			dates = append(dates, append([]byte(nil), line...))
		case err != nil:
			s.fail("%s: %v", id, err)
		default:
			s.Passed++
		}
	})
	if err != nil {
		return s, err
	}
	err = take.dates(ctx, dates, &s)
	return s, err
}
