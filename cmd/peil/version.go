package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
)

// build says which program this is.
type build struct {
	Version  string `json:"version"`            // of the module, as the toolchain names it
	Revision string `json:"revision,omitempty"` // commit that it was built from
	Changed  bool   `json:"changed,omitempty"`  // the sources were not those of the commit
	Engine   string `json:"engine"`
	Go       string `json:"go"`
	Format   int    `json:"format"` // of the files in a data folder
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which build this is",
		Long: `Says which version and commit this program was built from, and with which engine. It
reads no data folder. Give it along with a question or a fault.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := thisBuild(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return printJSON(a.out, b)
			}
			from := ""
			if b.Revision != "" {
				from = " · commit " + b.Revision[:min(len(b.Revision), 12)]
			}
			if b.Changed {
				from += " and changes that are in none"
			}
			fmt.Fprintf(a.out, "peil %s%s\n%s · %s · data format %d\n", b.Version, from, b.Engine, b.Go, b.Format)
			return nil
		},
	}
}

// thisBuild asks the program itself and its engine.
func thisBuild(ctx context.Context) (b build, err error) {
	b = build{Version: "(devel)", Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH, Format: models.FormatVersion}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.Version = cmp.Or(info.Main.Version, b.Version)
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				b.Revision = s.Value
			case "vcs.modified":
				b.Changed = s.Value == "true"
			}
		}
	}
	e, err := engine.OpenDuckDB(ctx, engine.Settings{})
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	text, err := e.Version(ctx)
	b.Engine, _, _ = strings.Cut(text, ";") // behind it stands how it writes files
	return b, err
}
