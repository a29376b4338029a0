package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Write the built-in project out, to change it",
		Long: `Writes the built-in project (contracts, reference lists, SQL, pages, peil.yml)
into DIR. Use it with --project DIR. A folder that has files is left alone.`,
		Args: exactArgs(1, "one folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
				return usage(dir, "is not empty", "name a new folder: nothing is overwritten")
			}
			n, err := copyFS(builtin(), dir)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s  %d files; use it with --project %s\n", dir, n, dir)
			return nil
		},
	}
}
