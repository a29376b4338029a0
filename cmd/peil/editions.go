package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/vlot-evaluatie/peil/etl/freshness"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/index"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// announced is how many days of the calendar the list of editions tells.
const announced = 4

// writeIndex makes the pages that list all editions, one a language.
func (a *app) writeIndex(p *models.Project) error {
	heads, unread, err := edition.Heads(a.layout().Editions())
	if err != nil {
		return err
	}
	for _, e := range unread {
		fmt.Fprintf(a.diag, "peil: not listed: %s; peil verify tells what differs\n", e)
	}
	style, err := page.Theme(p.FS)
	if err != nil {
		return err
	}
	files := map[string]string{"nl": "index.html", "en": "index.en.html"}
	for lang, file := range files {
		other := files["en"]
		if lang == "en" {
			other = files["nl"]
		}
		in := index.Input{Lang: lang, Title: p.Config.Title(lang), Contact: p.Config.Contact, Other: other, Theme: style}
		if in.Reports, err = a.listed(p, heads, lang); err != nil {
			return err
		}
		text, err := index.Build(in)
		if err != nil {
			return err
		}
		if err := edition.Replace(filepath.Join(a.layout().Editions(), file), a.layout().Scratch(), text); err != nil {
			return err
		}
	}
	return nil
}

// listed gathers the editions by report: those of peil.yml first, then by name.
func (a *app) listed(p *models.Project, heads []*edition.Frozen, lang string) ([]index.Report, error) {
	var out []index.Report
	records := map[string]*release.Record{}
	for _, f := range heads {
		key := f.Report + " " + f.Lang
		if records[key] == nil {
			r, err := release.Read(a.layout(), f.Report, f.Lang)
			if err != nil {
				fmt.Fprintf(a.diag, "peil: not listed as published: %v; %s\n", err, backup)
				r = &release.Record{}
			}
			records[key] = r
		}
		e := index.Edition{Name: f.Edition, Report: f.Report, Title: cmp.Or(f.Title, f.Report), Lang: f.Lang, Folder: f.Report + "/" + f.Edition, Known: f.KnownAt, Snapshot: f.Snapshot, Audited: f.Status == edition.Audited}
		if x, ok := records[key].Published(f.Edition); ok {
			e.Published, e.Latest = models.DateOf(x.At), records[key].Latest().Edition == f.Edition
		}
		if there(filepath.Join(a.layout().Edition(f.Report, f.Edition), edition.Workbook(f.Report))) {
			e.Workbook = edition.Workbook(f.Report)
		}
		if there(a.pdfOf(f.Report, f.Edition)) {
			e.PDF = f.Report + "/" + f.Edition + ".pdf"
		}
		name := f.PageName()
		i := slices.IndexFunc(out, func(r index.Report) bool { return r.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, index.Report{Name: name, Title: e.Title})
		}
		if f.For != "" {
			out[i].For = p.Dimension(f.For).Title(lang)
		} else if f.Lang == lang {
			out[i].Title = e.Title
		}
		out[i].Editions = append(out[i].Editions, e)
	}
	for i := range out {
		slices.SortStableFunc(out[i].Editions, func(x, y index.Edition) int {
			return cmp.Or(cmp.Compare(y.Known, x.Known), y.Snapshot-x.Snapshot, cmp.Compare(y.Lang, x.Lang), cmp.Compare(len(y.Name), len(x.Name)), cmp.Compare(y.Name, x.Name))
		})
		out[i].Planned = p.Config.ReleasesOf(out[i].Name, out[i].Editions[0].Known, announced)
		if out[i].For != "" {
			out[i].Editions = oneEach(out[i].Editions)
		}
	}
	slices.SortStableFunc(out, func(x, y index.Report) int {
		at := func(name string) int {
			if i := slices.Index(p.Config.Reports, name); i >= 0 {
				return i
			}
			return len(p.Config.Reports)
		}
		return cmp.Or(at(x.Name)-at(y.Name), cmp.Compare(x.Name, y.Name))
	})
	return out, nil
}

// oneEach keeps of editions, the newest first, one of each report and language: the one
// that is published, else the newest; by title.
func oneEach(editions []index.Edition) []index.Edition {
	var out []index.Edition
	for _, e := range editions {
		i := slices.IndexFunc(out, func(o index.Edition) bool { return o.Report == e.Report && o.Lang == e.Lang })
		switch {
		case i < 0:
			out = append(out, e)
		case e.Latest:
			out[i] = e
		}
	}
	slices.SortStableFunc(out, func(x, y index.Edition) int {
		return cmp.Or(cmp.Compare(models.Fold(x.Title), models.Fold(y.Title)), cmp.Compare(y.Lang, x.Lang))
	})
	return out
}

// pdfOf is where the PDF of an edition is. It lies beside the folder: a browser makes
// it, never twice with the same bytes, so that it is no part of what checksums cover.
func (a *app) pdfOf(report, name string) string { return a.layout().Edition(report, name) + ".pdf" }

// lateFor names the suppliers who were late on a knowledge date, by their contracts.
func lateFor(p *models.Project, m *models.Manifest, known models.Date, titles map[string]string) []edition.Late {
	var out []edition.Late
	for _, s := range p.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			f := s.FreshnessOf(e.Name)
			var days []models.Date
			for _, d := range m.Deliveries {
				if d.Source == s.Name && d.Entity == e.Name && d.KnownAt <= known && e.Told(&d) {
					days = append(days, d.KnownAt)
				}
			}
			state := freshness.Of(f, days, known)
			never := len(days) == 0 && !e.Optional && f.Stated()
			if state.LateDays > 0 || never {
				name := s.Name + "/" + e.Name
				out = append(out, edition.Late{Source: s.Name, Entity: e.Name, Title: cmp.Or(titles[name], name), Last: state.Last, Due: state.Due, Days: state.LateDays})
			}
		}
	}
	return out
}
