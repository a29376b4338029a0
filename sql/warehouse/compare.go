package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// SQLOf hashes what a relation's own file says of its rows: the SELECT, the columns
// and their order, but not what it reads.
func SQLOf(r *models.Relation) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", statement.Normal(r.SQL))
	for _, c := range r.Columns {
		fmt.Fprintf(h, "column %s %s\n", c.Name, canonical(c.Type))
	}
	fmt.Fprintf(h, "order %q\n", rowOrder(r))
	return hex.EncodeToString(h.Sum(nil))
}

// MetricHash hashes what a metric's own file says of its value: the SELECT and the
// rows, days and filter that it is computed over, and what is written for the SELECT.
func MetricHash(m *models.Metric) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s %s %s %q %q %q %q", statement.Normal(m.SQL), m.Relation, m.Kind, m.Time, m.Valid, m.Where, m.At, m.Dimensions)
	if m.Grain != "" || m.Shares != "" || m.Empty == "none" {
		fmt.Fprintf(h, "\nrows %q %q %q", m.Grain, m.Shares, m.Empty)
	}
	if m.Values != "" {
		fmt.Fprintf(h, "\nvalues %q %v %q", m.Values, m.Quantile, m.Ended)
	}
	if len(m.Requires) > 0 {
		fmt.Fprintf(h, "\nrequires %q", m.Requires)
	}
	if c := m.Contributions; c != nil {
		fmt.Fprintf(h, "\ncontributions %q %q %q %q", c.Of, c.Per, c.Sum, c.Behind)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// storedPrint gives the fingerprint of the table that the manifest names, "" when
// the table is made anew: it is asked as it is now, it is a view, its file is gone,
// or SQL of today would not find its columns.
func (w *Warehouse) storedPrint(n *node) string {
	if !w.stored || !n.isTable() {
		return ""
	}
	for _, t := range w.manifest.Tables {
		if t.Name == n.name && t.File != nil && exists(w.layout.Mart(t.Name, t.Fingerprint)) && sameColumns(n.relation, t.Schema) {
			return t.Fingerprint
		}
	}
	return ""
}

func sameColumns(r *models.Relation, schema []models.SchemaField) bool {
	return slices.EqualFunc(r.Columns, schema, func(c models.RelationColumn, f models.SchemaField) bool {
		return c.Name == f.Name && canonical(c.Type) == f.Type
	})
}

// Stands tells which tables under the names are read as the manifest's files hold
// them, and which are made with the project's SQL; views are neither.
func (w *Warehouse) Stands(ctx context.Context, names ...string) (stored, made []string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var visit func(name string) error
	seen := map[string]bool{}
	visit = func(name string) error {
		if seen[name] {
			return nil
		}
		seen[name] = true
		n, err := w.node(ctx, name)
		if err != nil || n.relation == nil {
			return err
		}
		switch {
		case w.storedPrint(n) != "":
			stored = append(stored, name)
			return nil // what is below it is not looked at
		case n.isTable():
			made = append(made, name)
		}
		for _, in := range n.inputs {
			if err := visit(in); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range names {
		if err := visit(name); err != nil {
			return nil, nil, err
		}
	}
	return stored, made, nil
}

// Fingerprints names the content of relations without computing it: two warehouses
// that give one of them the same fingerprint hold the same rows in it.
func (w *Warehouse) Fingerprints(ctx context.Context, names []string) (map[string]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]string{}
	for _, name := range names {
		n, err := w.node(ctx, name)
		if err == nil {
			out[name], err = w.fingerprint(ctx, n)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Told gives the last day that the deliveries of an entity are about; "" when there
// are none.
func (w *Warehouse) Told(e *models.Entity) models.Date { return w.lake.LastDay(e) }

// Sides are relations in brackets over the rows of one entity in two warehouses, with
// the columns of raw.Columns.
type Sides struct {
	Earlier, Now string // live rows
	// Taken names what a delivery took away without a row in its place: the key of rows
	// that it marks as deleted, or periods that it emptied, with _load_id. It is "" for
	// other kinds of delivery.
	Taken string
}

// Beside runs a SELECT over the live rows of an entity in this warehouse and in an
// earlier one of the same data folder and project.
func (w *Warehouse) Beside(ctx context.Context, earlier *Warehouse, e *models.Entity, write func(Sides) string) (*Result, error) {
	name := "raw." + raw.Name(e)
	var live []string
	taken := ""
	for _, side := range []*Warehouse{earlier, w} {
		at, ok := side.entities[name]
		if !ok {
			return nil, fmt.Errorf("compare rows of %s: %w", e.Key(), errors.New("the project has no such entity"))
		}
		from, err := side.lake.Rows(ctx, at.Entity, side.lake.Under(at))
		if err != nil {
			return nil, fmt.Errorf("open lake files of %s: %w", e.Key(), err)
		}
		all := side.lake.KnownRows(at, from)
		rows := strings.TrimSpace(side.lake.Live(at, all))
		if unread := (raw.Relation{Entity: at.Entity, Unread: true}); len(side.lake.RejectFiles(unread)) > 0 {
			more, err := side.lake.UnreadBeside(ctx, unread)
			if err != nil {
				return nil, fmt.Errorf("open earlier lists of %s: %w", e.Key(), err)
			}
			rows = "select * from (\n" + rows + "\n) as listed\nunion all\nselect * from (\n" + more + "\n) as unread"
		}
		live = append(live, "(\n"+rows+"\n)")
		taken = side.lake.Taken(at, all) // of the later one in the end
	}
	rows, err := w.engine.Query(ctx, write(Sides{live[0], live[1], taken}))
	if err != nil {
		return nil, fmt.Errorf("compare rows of %s: %w", e.Key(), err)
	}
	return &Result{rows}, nil
}
