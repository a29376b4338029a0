package warehouse

import (
	"context"
	"os"

	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
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

// gather writes the SELECT of raw.Lake.KnownRows, or of a table with its rows that is made on
// first use. The lock is held.
func (w *Warehouse) gather(ctx context.Context, e raw.Relation) (string, error) {
	// More than one file is all of them: live rows and history share the table.
	table := statement.Qualified("lake." + raw.Name(e.Entity))
	if w.gathered[table] && w.gathers(e) {
		return "select * from " + table, nil
	}
	from, err := w.rowsUnder(ctx, e)
	if err != nil {
		return "", err
	}
	all := w.lake.KnownRows(e, from)
	if !w.gathers(e) {
		return all, nil
	}
	if err := w.engine.Exec(ctx, "create table "+table+" as\n"+all); err != nil {
		return "", err
	}
	w.gathered[table] = true
	return "select * from " + table, nil
}

// choose writes the SELECT of raw.Lake.Chosen over all, or of a table with its rows that a build
// of a small warehouse makes: choosing them again for each statement costs more than to
// hold them. The lock is held.
func (w *Warehouse) choose(ctx context.Context, e raw.Relation, all string) (string, error) {
	rows := w.lake.Chosen(e, all)
	if !w.holding || !w.gathers(e) || !e.Chooses() {
		return rows, nil
	}
	table := statement.Qualified("lake." + raw.Name(e.Entity) + "__chosen")
	return "select * from " + table, w.engine.Exec(ctx, "create table "+table+" as\n"+rows)
}

// gathers tells whether rows may be held: they are few, and in many files.
func (w *Warehouse) gathers(e raw.Relation) bool {
	var rows int64
	files := 0
	for _, d := range w.lake.Under(e) {
		if d.Lake != nil {
			rows, files = rows+d.Lake.Rows, files+1
		}
	}
	return files >= fewFiles && rows <= gatheredRows
}

// heldBytes is up to which size of its file the rows of a table are held.
const heldBytes = 4 << 20

// openTable has the engine know the file of a table under the table's name. After a
// build many statements read it: checks, the tables above it, a report. An engine
// plans a statement over files twice, since they may change in between, and opens
// them each time; so of a small warehouse the rows are held in memory then. here
// tells that they are already. It tells whether they are held.
func (w *Warehouse) openTable(ctx context.Context, n *node, file string, here bool) (held bool, err error) {
	if w.holding {
		info, err := os.Stat(file)
		if err != nil {
			return false, err
		}
		held = info.Size() <= heldBytes
	}
	switch {
	case held && here:
		return true, nil
	case here:
		if err := w.engine.Exec(ctx, "drop table "+statement.Ident(n.name)); err != nil {
			return false, err
		}
	}
	kind := "view"
	if held {
		kind = "table"
	}
	return held, w.engine.Exec(ctx, "create or replace "+kind+" "+statement.Ident(n.name)+" as\n"+w.engine.Files(nil, []string{file}))
}

// release takes the name of a table back from the engine. The lock is held.
func (w *Warehouse) release(ctx context.Context, n *node) error {
	kind := "view"
	if w.held[n.name] {
		kind = "table"
	}
	if err := w.engine.Exec(ctx, "drop "+kind+" "+statement.Ident(n.name)); err != nil {
		return err
	}
	delete(w.bound, n.name)
	return nil
}
