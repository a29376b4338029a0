package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/conformance"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

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
			for _, c := range conformance.Corpora(takeIn) {
				folder := filepath.Join(dir, c.Name)
				if info, err := os.Stat(folder); err != nil || !info.IsDir() {
					continue
				}
				s, err := c.Run(cmd.Context(), folder)
				if err != nil {
					return fmt.Errorf("run %s: %w", folder, err)
				}
				a.printScore(c.Name, s)
				failed += s.Failed
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

func (a *app) printScore(name string, s conformance.Score) {
	if s.Pending {
		fmt.Fprintf(a.out, "%s.pending\n", name)
		return
	}
	fmt.Fprintf(a.out, "%s.passed=%d\n%s.failed=%d\n%s.refused=%d\n", name, s.Passed, name, s.Failed, name, s.Refused)
	for _, part := range s.Parts {
		fmt.Fprintf(a.out, "%s.%s\n", name, part)
	}
	for _, why := range s.Why {
		fmt.Fprintf(a.diag, "%s: %s\n", name, models.Visible(why))
	}
}

// takeIn takes exports in as peil run does, without a word, and opens what came of it.
func takeIn(ctx context.Context, project, exports, data string) (*warehouse.Warehouse, error) {
	inner := &app{out: io.Discard, diag: io.Discard, quiet: true, data: data, project: project}
	if err := inner.intake(ctx, intakeOptions{exports: exports, record: &runRecord{Command: "conformance"}}); err != nil {
		return nil, err
	}
	return inner.open(ctx, momentFlags{})
}
