package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

func (a *app) verifyCommand() *cobra.Command {
	var snapshot int
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Recompute the hashes and rows of every file of a snapshot",
		Long: `Reads every file that the snapshot names, compares size and SHA-256, counts its
rows with another reader than the one that wrote it, checks that rows in = rows
kept + rejected + furniture for every delivery, and compares editions with their
checksums. Exit 4 when something differs.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := a.manifest(snapshot)
			if err != nil {
				return err
			}
			findings, err := load.Verify(cmd.Context(), a.layout(), m)
			if err != nil {
				return err
			}
			wrong, err := edition.Verify(a.layout().Editions())
			if err != nil {
				return err
			}
			var lines []string
			files := 0
			for _, f := range findings {
				lines = append(lines, fmt.Sprintf("%s: %s; %s", f.Path, f.Problem, f.Fix))
			}
			lines = append(lines, wrong...)
			for _, d := range m.Deliveries {
				files += count(d.Lake) + count(d.Rejects) + count(d.Warnings)
			}
			for _, t := range m.Tables {
				files += count(t.File)
			}
			if a.json {
				if err := printJSON(a.out, map[string]any{"snapshot": m.Snapshot, "files": files, "findings": lines}); err != nil {
					return err
				}
			} else {
				for _, line := range lines {
					fmt.Fprintln(a.out, models.Visible(line))
				}
				fmt.Fprintf(a.out, "snapshot %d · %s files, %s deliveries · %d findings\n", m.Snapshot, grouped(int64(files)), grouped(int64(len(m.Deliveries))), len(lines))
			}
			if len(lines) > 0 {
				return &models.Error{Code: models.Blocked, Where: fmt.Sprintf("snapshot %d", m.Snapshot), What: fmt.Sprintf("%d files differ from what was written", len(lines)), Fix: "restore them from a backup, or run peil run --full to make them again from landing"}
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&snapshot, "snapshot", 0, "number of a snapshot; the current one when absent")
	return cmd
}

func count(f *models.LakeFile) int {
	if f == nil {
		return 0
	}
	return 1
}
