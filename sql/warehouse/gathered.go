package warehouse

import (
	"context"
)

// A delivery is a file of its own, and a small file costs the engine about as much
// to open as its rows cost to read. Hundreds of them are opened again by every
// statement that reads their entity, which is most of what a run over one new month
// would do. So the rows of an entity with few rows in many files are read once.

// Limits of what is gathered: fewer files are opened as fast, and more rows would
// take memory that statements need.
const (
	fewFiles     = 4
	gatheredRows = 250_000
)

// gather writes the SELECT of knownRows, or of a table with its rows that is made
// on first use. The lock is held.
func (w *Warehouse) gather(ctx context.Context, e entity) (string, error) {
	deliveries := w.under(e)
	from, err := w.lakeRows(ctx, e.Entity, deliveries)
	if err != nil {
		return "", err
	}
	all := w.knownRows(e, from)
	var rows int64
	files := 0
	for _, d := range deliveries {
		if d.Lake != nil {
			rows, files = rows+d.Lake.Rows, files+1
		}
	}
	if files < fewFiles || rows > gatheredRows {
		return all, nil
	}
	// More than one file is all of them: live rows and history share the table.
	table := qualified("lake." + e.Source + "__" + e.Name)
	if !w.gathered[table] {
		if err := w.engine.Exec(ctx, "create table "+table+" as\n"+all); err != nil {
			return "", err
		}
		w.gathered[table] = true
	}
	return "select * from " + table, nil
}
