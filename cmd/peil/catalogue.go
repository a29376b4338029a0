package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/catalogue"
	"github.com/vlot-evaluatie/peil/reports/page"
)

func (a *app) docsCommand() *cobra.Command {
	var out, lang string
	var snapshot int
	cmd := &cobra.Command{
		Use:   "docs",
		Short: "Write the data catalogue: tables, metrics, checks, sources and what they stand on",
		Long: `Writes the data catalogue of a snapshot as one HTML file that opens offline, and
for machines dcat.jsonld (DCAT) and datapackage.json (Data Package). Deliveries
are late or in time as seen on the knowledge date, so that the same snapshot and
project give the same bytes. The paths in the two files for machines are relative
to the data folder, which is where all three are written without --out.

  peil docs
  peil docs --lang en --out /srv/catalogue`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if lang != "nl" && lang != "en" {
				return usage("--lang "+lang, "is not a language of the catalogue", "want nl or en")
			}
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			m, err := a.manifest(snapshot)
			if err != nil {
				return err
			}
			dir, err := a.catalogueDir(out)
			if err != nil {
				return err
			}
			g, err := a.graph(cmd.Context(), p, m)
			if err != nil {
				return err
			}
			now, err := p.Definitions()
			if err != nil {
				return err
			}
			entities, err := a.entities(p, m, "", m.KnownAt)
			if err != nil {
				return err
			}
			style, err := page.Theme(p.FS)
			if err != nil {
				return err
			}
			in := catalogue.Input{Lang: lang, Project: p, Manifest: m, Graph: g, SeenOn: m.KnownAt, Changed: now != m.Definitions, Theme: style}
			for _, e := range entities {
				in.Freshness = append(in.Freshness, freshnessOf(p, e))
			}
			return a.writeCatalogue(in, dir)
		},
	}
	f := cmd.Flags()
	f.StringVar(&out, "out", "", "write to this folder instead of the data folder")
	f.StringVar(&lang, "lang", "nl", "language of the page: nl or en")
	f.IntVar(&snapshot, "snapshot", 0, "number of a snapshot; the current one when absent")
	return cmd
}

// catalogueDir gives the folder to write to. What was published is never written
// over, so no edition takes a catalogue.
func (a *app) catalogueDir(out string) (string, error) {
	if out == "" {
		return a.data, nil
	}
	if inside(out, a.layout().Editions()) {
		return "", usage("--out "+out, "lies among the editions, which are never changed", "name another folder")
	}
	return out, nil
}

func freshnessOf(p *models.Project, e entityStatus) catalogue.Freshness {
	never := false
	if s, err := p.Source(e.Source); err == nil {
		never = e.Never && s.FreshnessOf(e.Entity).Stated()
	}
	return catalogue.Freshness{
		Source: e.Source, Entity: e.Entity, Deliveries: e.Deliveries, Rows: e.Rows, Kept: e.Kept, Rejected: e.Rejected, Quarantined: e.Quarantine,
		Last: e.Last, Name: e.Name, Due: e.Due, LateDays: e.LateDays, Missing: e.Missing, Never: never,
	}
}

// writeCatalogue makes everything before it writes anything.
func (a *app) writeCatalogue(in catalogue.Input, dir string) error {
	page := "catalogue.html"
	if in.Lang == "en" {
		page = "catalogue.en.html"
	}
	type made struct {
		File  string `json:"file"`
		Bytes int    `json:"bytes"`
		data  []byte
	}
	files := []made{{File: page}, {File: "dcat.jsonld"}, {File: "datapackage.json"}}
	for i, make := range []func(catalogue.Input) ([]byte, error){catalogue.HTML, catalogue.DCAT, catalogue.DataPackage} {
		data, err := make(in)
		if err != nil {
			return err
		}
		files[i].data, files[i].Bytes, files[i].File = data, len(data), filepath.Join(dir, files[i].File)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return cannotMake("--out", dir, err)
	}
	for _, f := range files {
		if err := writeWhole(f.File, f.data); err != nil {
			return cannotWrite("--out", f.File, err)
		}
	}
	if in.Project.Config.Contact == "" && !a.quiet {
		fmt.Fprintln(a.diag, "peil: peil.yml has no contact: the catalogues tell nobody whom to ask")
	}
	if a.json {
		return printJSON(a.out, files)
	}
	for _, f := range files {
		fmt.Fprintf(a.out, "%s · %s bytes\n", f.File, prose.Grouped(int64(f.Bytes)))
	}
	return nil
}

// writeWhole replaces a file whole or not at all: somebody may be reading it.
func writeWhole(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".peil-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
