package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/assets"
	"github.com/vlot-evaluatie/peil/reports/dcat"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// madeEdition is what a command says of an edition that it wrote or found standing.
type madeEdition struct {
	Report  string `json:"report"`
	Edition string `json:"edition"`
	File    string `json:"file"`
	Figures int    `json:"figures"`
	PDF     string `json:"pdf,omitempty"`
}

type reportOptions struct {
	pages  []string
	langs  []string
	only   []string // members that pages with for are made about; all when empty
	moment momentFlags
	out    string
	pdf    bool
	keep   bool // an edition of the same page text is good as it stands

	boundaries []string // GeoJSON files to draw maps with
}

func (a *app) reportCommand() *cobra.Command {
	var o reportOptions
	var lang string
	cmd := &cobra.Command{
		Use:   "report [PAGE]...",
		Short: "Write an edition of a report",
		Long: `Writes an edition of the pages named, or of those in peil.yml. An edition is a
folder that is never overwritten: the same snapshot and code give the same bytes.

  peil report
  peil report evaluatie --as-of 2023-02-13 --lang en
  peil report regio --for Limburg
  peil report gemeente --for Gent --for 11002
  peil report --boundaries municipalities.geojson`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if lang != "nl" && lang != "en" {
				return usage("--lang "+lang, "is not a language of the reports", "want nl or en")
			}
			o.pages, o.langs = args, []string{lang}
			err := a.recorded("report", func(r *runRecord) error { return a.writeReports(cmd.Context(), o) })
			if a.json && err == nil {
				return printJSON(a.out, a.made)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "nl", "nl or en")
	cmd.Flags().StringArrayVar(&o.only, "for", nil, "of a page that is made for each province or municipality: this one, by name or code; may be repeated")
	cmd.Flags().StringVar(&o.out, "out", "", "also copy the page and its workbook to this folder")
	cmd.Flags().StringArrayVar(&o.boundaries, "boundaries", nil, "GeoJSON with boundaries by NIS code, for maps (repeatable)")
	cmd.Flags().BoolVar(&o.pdf, "pdf", false, "also print the page as PDF, where a browser is installed")
	o.moment.add(cmd.Flags())
	return cmd
}

// writeReports makes the editions asked for and prints where they are.
func (a *app) writeReports(ctx context.Context, o reportOptions) error {
	known, err := optionalDate("--as-of", o.moment.asOf)
	if err != nil {
		return err
	}
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	m, err := a.manifest(o.moment.snapshot)
	if err != nil {
		return err
	}
	if first, ok := before(m, known); ok {
		return usage("--as-of "+o.moment.asOf, "is before the first delivery, "+string(first)+": the page would have no data", "give that day or a later one, or leave it out for all that is known")
	}
	if known == "" || known > m.KnownAt {
		known = m.KnownAt
	}
	w, err := a.openAt(ctx, p, m, known, a.layout().Scratch())
	if err != nil {
		return err
	}
	defer w.Close()
	return a.writePages(ctx, w, m, a.layout().Scratch(), o)
}

// writePages makes the editions asked for from a warehouse that is open on a snapshot.
// What is not finished goes to work.
func (a *app) writePages(ctx context.Context, w *warehouse.Warehouse, m *models.Manifest, work string, o reportOptions) error {
	p, known := w.Project(), w.KnownAt()
	if err := a.tellErasures(m, known); err != nil {
		return err
	}
	pages := o.pages
	if len(pages) == 0 {
		pages = p.Config.Reports
	}
	if len(pages) == 0 && len(p.Pages()) == 0 {
		return usage("reports/pages", "has no page", "write one: see docs/project.md")
	}
	if len(pages) == 0 {
		return usage("peil.yml, reports", "lists no page", "name one: peil report PAGE; there is "+strings.Join(p.Pages(), ", "))
	}
	pages = oneOf(pages)
	places, err := municipalities(p.FS)
	if err != nil {
		return err
	}
	maps, err := boundaries(o.boundaries)
	if err != nil {
		return err
	}
	script, err := assets.Script()
	if err != nil {
		return err
	}
	entities, err := a.entities(p, m, known, known)
	if err != nil {
		return err
	}
	dirs, wrong, err := a.released()
	if err != nil {
		return err
	}
	for _, f := range wrong {
		fmt.Fprintf(a.diag, "peil: %s; %s\n", models.Visible(f.text), backup)
	}
	published, err := readTold(dirs)
	if err != nil {
		return err
	}
	settings, err := p.PageSettings()
	if err != nil {
		return err
	}
	r := &reporter{settings: settings, wide: wide{recall: figure.Recall(w)}, app: a, published: published, lost: wrong, entities: entities, project: p, manifest: m, warehouse: w, known: known, work: work, places: places, maps: maps, script: script, o: o}
	var errs []error
	for _, name := range pages {
		if !slices.Contains(p.Pages(), name) {
			errs = append(errs, usage("page "+name, "is not in "+strings.Join(models.PageFolders, " or "), models.DidYouMean(name, p.Pages())))
			continue
		}
		for _, lang := range o.langs {
			errs = append(errs, r.page(ctx, name, lang))
		}
	}
	if o.pdf {
		errs = append(errs, a.printPDFs(ctx, work, o.out))
	}
	return errors.Join(append(errs, a.writeIndex(p))...)
}

// oneOf gives each name once, in the order in which they were asked first.
func oneOf(names []string) []string {
	var out []string
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// standing finds the newest revision of an edition that was made from the page's
// present text under the present settings; nil when there is none.
func (a *app) standing(name, lang, sha, settings string, m *models.Manifest, known models.Date) (*edition.Frozen, string, error) {
	var found *edition.Frozen
	var at string
	for revision := 1; ; revision++ {
		dir := a.layout().Edition(name, edition.ID(known, m.Snapshot, lang, revision))
		f, err := edition.Read(dir)
		if err != nil || f == nil {
			return found, at, err
		}
		if f.Page == sha && f.Settings == settings {
			found, at = f, dir
		}
	}
}

// announce prints where an edition is, and copies its page and workbook where it was
// asked for.
func (a *app) announce(name, id, dir string, figures int, copyTo string) error {
	file := filepath.Join(dir, "index.html")
	if copyTo != "" {
		if err := os.MkdirAll(copyTo, 0o755); err != nil {
			return cannotMake("--out", copyTo, err)
		}
		for from, to := range map[string]string{"index.html": name + ".html", edition.Workbook(name): edition.Workbook(name)} {
			data, err := os.ReadFile(filepath.Join(dir, from))
			if err != nil {
				return fmt.Errorf("copy edition: %w", err)
			}
			if err := writeWhole(filepath.Join(copyTo, to), data); err != nil {
				return cannotWrite("--out", filepath.Join(copyTo, to), err)
			}
		}
		file = filepath.Join(copyTo, name+".html")
	}
	a.made = append(a.made, madeEdition{Report: name, Edition: id, File: file, Figures: figures})
	if a.json {
		return nil // one document at the end of the command holds them all
	}
	fmt.Fprintf(a.out, "report %s · edition %s · %d figures · %s\n", name, id, figures, file)
	return nil
}

// editionParts gathers what an edition consists of.
func editionParts(p *models.Project, out *page.Output, frozen edition.Frozen, titles map[string]string) edition.Parts {
	parts := edition.Parts{
		Frozen: frozen, HTML: out.HTML, Tables: out.Tables, Cover: out.Cover,
		Owner: dcat.Of(&p.Config), Publisher: p.Config.Issuer(frozen.Lang), Licence: p.Config.Licence,
	}
	for _, r := range out.Records {
		for _, s := range r.Sources {
			title := cmp.Or(titles[s.Source+"/"+s.Entity], s.Source+"/"+s.Entity)
			if !slices.Contains(parts.Sources, title) {
				parts.Sources = append(parts.Sources, title)
			}
		}
	}
	return parts
}

// entityTitles names each entity as source lines print it.
func entityTitles(p *models.Project, lang string) map[string]string {
	out := map[string]string{}
	for _, s := range p.Sources {
		for _, e := range s.Entities {
			source, entity := s.TitleNL, e.TitleNL
			if lang == "en" {
				source, entity = s.TitleEN, e.TitleEN
			}
			out[s.Name+"/"+e.Name] = models.Visible(source + ", " + strings.ToLower(entity[:min(1, len(entity))]) + entity[min(1, len(entity)):])
		}
	}
	return out
}
