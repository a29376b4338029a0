package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/demo"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/page"
)

type demoOptions struct {
	dir   string
	scale int
	seed  uint64
	noRun bool
}

func (a *app) demoCommand() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Make exports in the shapes of the real ones, and run everything on them",
		Long: `Makes 22 months of exports in the shapes of the real ones, with their faults, and
runs everything on them: intake, models, checks, and every page, that on provinces
for two of them. All persons are made up.
The same seed and scale give the same exports, byte for byte.

The demo has its own key, the file key in its folder, and asks for no PEIL_KEY. Other
commands that take in exports into its data need it:

  PEIL_KEY=$(cat peil-demo/key) peil run --exports peil-demo/exports --data peil-demo/data`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.scale < 1 {
				return usage(fmt.Sprintf("--scale %d", o.scale), "is below 1", "give a whole number of times the real size")
			}
			return a.demo(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "dir", "peil-demo", "folder of the demo")
	f.IntVar(&o.scale, "scale", 1, "how many times the real size")
	f.Uint64Var(&o.seed, "seed", 204, "seed of the generator")
	f.BoolVar(&o.noRun, "no-run", false, "only make the exports")
	return cmd
}

func (a *app) demo(ctx context.Context, o demoOptions) error {
	exports := filepath.Join(o.dir, "exports")
	bar := a.progress("exports")
	lists, err := fs.Sub(models.Files, "reference")
	if err != nil {
		return err
	}
	summary, err := demo.Write(ctx, exports, demo.Options{Scale: o.scale, Seed: o.seed, Reference: lists, Progress: bar.step})
	bar.done()
	if err != nil {
		return err
	}
	if !a.json {
		rows := 0
		for _, n := range summary.Rows {
			rows += n
		}
		fmt.Fprintf(a.out, "exports %s · %s files, %s rows\n", exports, prose.Grouped(int64(summary.Files)), prose.Grouped(int64(rows)))
	}
	if o.noRun {
		return nil
	}
	key, err := demoKey(filepath.Join(o.dir, "key"), o.seed)
	if err != nil {
		return err
	}
	a.data = filepath.Join(o.dir, "data")
	result := &runResult{}
	return a.finish(result, a.recorded("demo", func(r *runRecord) error {
		if err := a.intake(ctx, intakeOptions{exports: exports, folderOnly: true, key: key, record: r, result: result}); err != nil {
			return err
		}
		if err := a.demoReports(ctx); err != nil || a.quiet {
			return err
		}
		_, err := fmt.Fprintf(a.diag, "the demo has its own key; what takes in more of it, as peil run, needs PEIL_KEY=$(cat %s)\n", models.ShellWord(filepath.Join(o.dir, "key")))
		return err
	}))
}

// shownProvinces are those that the demo has a page of: two stand for all five.
var shownProvinces = []string{"Antwerpen", "Limburg"}

// demoReports makes an edition of every page that is about no single place, and the page
// on provinces for two of them. What stands already is left.
func (a *app) demoReports(ctx context.Context) error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	o := reportOptions{langs: []string{"nl"}, keep: true}
	for _, name := range p.Pages() {
		src, err := page.Load(p.FS, name, "nl", p.Parameters)
		if err != nil {
			return err
		}
		if src.Front.For == "" {
			o.pages = append(o.pages, name)
		}
	}
	if err := a.writeReports(ctx, o); err != nil || !slices.Contains(p.Pages(), "regio") {
		return err
	}
	o.pages, o.only = []string{"regio"}, shownProvinces
	return a.writeReports(ctx, o)
}

// demoKey makes the key of a demo, the same for the same seed so that two demos
// have the same lake. It protects nobody: the demo's persons are made up.
func demoKey(file string, seed uint64) (*protect.Key, error) {
	var start [32]byte
	binary.LittleEndian.PutUint64(start[:], seed)
	key, err := protect.NewKey(rand.NewChaCha8(start))
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(file); err == nil {
		return key, nil
	}
	if err := key.Write(file, filepath.Join(filepath.Dir(file), "data")); err != nil {
		return nil, err
	}
	return key, nil
}
