package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/supplier"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// madeResult is what rejects --for supplier prints with --json.
type madeResult struct {
	Path    string   `json:"path"`
	Source  string   `json:"source"`
	Files   int      `json:"files"`
	Rows    int64    `json:"rows"`          // with all their cells
	Without int64    `json:"without_cells"` // unreadable, or their file is gone
	Gone    []string `json:"gone"`          // files whose landed bytes are not there
}

// giveBack makes what goes back to one supplier. It reads landing, as a steward
// may, and writes a file that only its owner can read.
func (a *app) giveBack(ctx context.Context, p *models.Project, m *models.Manifest, o *rejectsOptions) error {
	var mine []models.Loaded
	for _, d := range m.Deliveries {
		if o.of(d) {
			mine = append(mine, d)
		}
	}
	deliveries, err := supplier.Deliveries(a.layout(), p, mine)
	if err != nil {
		return err
	}
	mended := supplier.Corrected(p, mine)
	if len(deliveries) == 0 && (len(mended) == 0 || o.format == "csv") {
		if a.json {
			return printJSON(a.out, madeResult{Source: o.source, Gone: []string{}})
		}
		_, err := fmt.Fprintln(a.out, "nothing goes back: nothing is rejected"+o.words())
		return err
	}
	// What one supplier sent is no business of another.
	var sources []string
	for _, d := range mine {
		goes := slices.ContainsFunc(deliveries, func(g supplier.Delivery) bool { return g.Source == d.Source }) || d.Corrected > 0
		if goes && !slices.Contains(sources, d.Source) {
			sources = append(sources, d.Source)
		}
	}
	if len(sources) > 1 {
		return usage("--for supplier", "is for one supplier, but something goes back to "+strings.Join(sources, ", "), "name one: peil rejects "+sources[0]+" --for supplier")
	}
	source, err := p.Source(sources[0])
	if err != nil {
		return err
	}
	db, err := duck.Open(ctx, duck.Options{Memory: models.DefaultMemory})
	if err != nil {
		return err
	}
	defer db.Close()
	maker := &supplier.Maker{Layout: a.layout(), DB: db, Source: source, Contact: p.Config.Contact, Rule: o.rule, Mended: mended, Identity: a.identity(p),
		Stand: fmt.Sprintf("momentopname %d, zoals gekend op %s", m.Snapshot, supplier.Day(m.KnownAt))}
	var made supplier.Made
	err = private(o.out, func(w io.Writer) error {
		write := maker.Workbook
		if o.format == "csv" {
			write = maker.List
		}
		made, err = write(ctx, w, deliveries)
		return err
	})
	if err != nil {
		return err
	}
	result := madeResult{Path: o.out, Source: source.Name, Files: made.Files, Rows: made.Rows, Without: made.Without, Gone: []string{}}
	for _, d := range made.Gone {
		result.Gone = append(result.Gone, d.Name)
		why := "its landed bytes are not there"
		if d.Removed != nil {
			why = fmt.Sprintf("its landed bytes were removed on %s (%s)", d.Removed.RemovedOn, d.Removed.Why)
		}
		fmt.Fprintf(a.diag, "peil: %s: %s, so its rows cannot be shown\n", d.Name, why)
	}
	if a.json {
		return printJSON(a.out, result)
	}
	fmt.Fprintf(a.out, "%s · %s of %s of %s", o.out, prose.Counted(int(made.Rows), "row"), prose.Counted(made.Files, "file"), source.Name)
	if made.Without > 0 {
		fmt.Fprintf(a.out, " · %s without cells", prose.Counted(int(made.Without), "row"))
	}
	if len(mended) > 0 && o.format == "xlsx" {
		fmt.Fprintf(a.out, " · %s corrected here", prose.Counted(len(mended), "cell"))
	}
	fmt.Fprintln(a.out)
	if !a.quiet {
		fmt.Fprintln(a.diag, "it holds what the supplier sent, personal data too: for that supplier only, by a safe way")
	}
	return nil
}
