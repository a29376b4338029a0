package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

func (a *app) initCommand() *cobra.Command {
	var snapshot int
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write the built-in project out, to change it",
		Long: `Writes the built-in project (contracts, reference lists, SQL, pages, peil.yml)
into DIR. Use it with --project DIR. A folder that has files is left alone.

With --snapshot the contracts, lists and SQL are those that the snapshot was made by,
and pages and peil.yml those of now: to see what changed since, or to compute a figure
as it was defined then.`,
		Args: exactArgs(1, "one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
				return usage(dir, "is not empty", "name a new folder: nothing is overwritten")
			}
			files := builtin()
			if cmd.Flags().Changed("snapshot") {
				var err error
				if files, err = a.filesOf(snapshot); err != nil {
					return err
				}
			}
			n, err := copyFS(files, dir)
			if err == nil && cmd.Flags().Changed("snapshot") {
				err = standAlone(filepath.Join(dir, "peil.yml"))
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s  %d files; use it with --project %s\n", dir, n, dir)
			return nil
		},
	}
	cmd.Flags().IntVar(&snapshot, "snapshot", 0, "with the definitions that this snapshot was made by")
	return cmd
}

// extending is the line of peil.yml that says what a project is laid over.
var extending = regexp.MustCompile(`(?m)^extends:.*\n`)

// standAlone has a written project lie over nothing: what the one of now has beside it would
// be taken in.
func standAlone(file string) error {
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append([]byte("extends: none\n"), extending.ReplaceAll(text, nil)...), 0o644)
	}
	if err != nil {
		return fmt.Errorf("write project: %w", err)
	}
	return nil
}

// filesOf gives the files of a project as its definitions were when a snapshot was made.
func (a *app) filesOf(snapshot int) (fs.FS, error) {
	now, err := a.projectFiles()
	if err != nil {
		return nil, err
	}
	m, err := load.ReadSnapshot(a.layout(), snapshot)
	if err != nil {
		return nil, err
	}
	then, err := load.Definitions(a.layout(), m)
	if err != nil {
		return nil, err
	}
	if then == nil {
		return nil, usage(fmt.Sprintf("--snapshot %d", snapshot), "was made by a version that did not keep its definitions", "take them from where the project is kept")
	}
	return models.Instead(then, now, "models", "sql"), nil
}
