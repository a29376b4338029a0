package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// BuildOptions say how much is built and who hears of it.
type BuildOptions struct {
	Full bool // build tables again that are there already
	// Verified says that the same definitions were built by the same engine before,
	// so that no file need be held against its header again.
	Verified bool
	// Previous knows the hashes of files that need no reading; the opened
	// manifest when nil.
	Previous *models.Manifest
	Progress func(Step) // called when a relation begins and when it is done
}

// Step is a moment in a build; whoever holds a clock can time it.
type Step struct {
	Name    string
	Number  int // from 1
	Of      int
	Done    bool
	Rebuilt bool  // when Done: the table was computed, not found
	Rows    int64 // when Done: rows of a table
}

// Built is what a build adds to the manifest.
type Built struct {
	Engine    string
	Tables    []models.BuiltTable // in build order
	Rebuilt   int                 // tables computed, not found
	Reference []models.ReferenceFile
	Metrics   []models.SQLHash
}

// Build verifies every SQL file against its header, then makes all tables in the
// order in which they read each other. A table whose fingerprint has a file is
// not made again. Errors in SQL and headers are *models.Error, all at once.
func (w *Warehouse) Build(ctx context.Context, o BuildOptions) (*Built, error) {
	if !o.Verified {
		if err := w.Verify(ctx); err != nil {
			return nil, err
		}
	}
	names := make([]string, 0, len(w.relations))
	for _, r := range w.project.Relations {
		names = append(names, r.Name)
	}
	slices.Sort(names) // the order of equals must not hang on folder names
	w.mu.Lock()
	w.holding = lakeRowsOf(w.manifest) < oneThreadRows
	if o.Verified && o.Previous != nil {
		w.recorded = inputsOf(o.Previous)
	}
	w.copies = &copies{again: o.Full, rows: map[string]string{}}
	nodes, err := w.order(ctx, names...)
	w.mu.Unlock()
	if err != nil {
		return nil, err
	}
	nodes = slices.DeleteFunc(nodes, func(n *node) bool { return n.relation == nil })
	previous := w.manifest
	if o.Previous != nil {
		previous = o.Previous
	}
	say := func(s Step) {
		if o.Progress != nil {
			s.Of = len(nodes)
			o.Progress(s)
		}
	}
	out := &Built{Engine: w.version}
	begun, ended := 0, 0
	tables := map[string]models.BuiltTable{}
	err = w.buildAll(ctx, nodes, o.Full, func(n *node) {
		begun++
		say(Step{Name: n.name, Number: begun})
	}, func(n *node, rebuilt bool) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		t, err := w.describeWith(ctx, n, previous)
		if err != nil {
			return err
		}
		tables[n.name] = t
		ended++
		step := Step{Name: n.name, Number: ended, Done: true, Rebuilt: rebuilt}
		if rebuilt {
			out.Rebuilt++
		}
		if t.File != nil {
			step.Rows = t.File.Rows
		}
		say(step)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		out.Tables = append(out.Tables, tables[n.name])
	}
	if out.Reference, err = referenceFiles(w.project); err != nil {
		return nil, err
	}
	for _, m := range w.project.Metrics {
		out.Metrics = append(out.Metrics, models.SQLHash{Name: m.Name, SHA256: MetricHash(m)})
	}
	slices.SortFunc(out.Metrics, func(a, b models.SQLHash) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// provide has the engine know the relation under its name, and for a table makes
// the file when it is not there. It tells whether it did. The lock is held.
// Computing is left to the caller, who may let others have the lock meanwhile.
func (w *Warehouse) provide(ctx context.Context, n *node, again bool, computed func(func() error) error) (bool, error) {
	if w.bound[n.name] && !(again && n.isTable()) {
		return false, nil
	}
	if !n.isTable() {
		if err := w.bind(ctx, n); err != nil {
			return false, err
		}
		w.bound[n.name] = true
		return false, nil
	}
	print, err := w.fingerprint(ctx, n)
	if err != nil {
		return false, err
	}
	file := w.layout.Mart(n.name, print)
	if w.bound[n.name] {
		if err := w.release(ctx, n); err != nil {
			return false, fmt.Errorf("open table %s: %w", n.name, err)
		}
	}
	held, rebuilt := false, again || !exists(file)
	if rebuilt {
		if err := w.below(ctx, n); err != nil {
			return false, err
		}
		var lake *models.LakeFile
		err := computed(func() error {
			rows, err := w.write(ctx, n, file)
			if err == nil {
				lake, err = w.fileInfo(file, rows)
			}
			if err == nil {
				held, err = w.openTable(ctx, n, file, w.holding)
			}
			return err
		})
		if err != nil {
			return false, err
		}
		w.built[n.name] = models.BuiltTable{File: lake}
	} else if held, err = w.openTable(ctx, n, file, false); err != nil {
		return false, fmt.Errorf("open table %s: %w", n.name, err)
	}
	w.bound[n.name], w.held[n.name] = true, held
	return rebuilt, nil
}

// below makes what a relation reads.
func (w *Warehouse) below(ctx context.Context, n *node) error {
	for _, name := range n.inputs {
		in, err := w.node(ctx, name)
		if err != nil {
			return err
		}
		if _, err := w.provide(ctx, in, false, locked); err != nil {
			return err
		}
	}
	return nil
}

// bind makes a view, raw rows or a reference list known to the engine.
func (w *Warehouse) bind(ctx context.Context, n *node) error {
	switch {
	case n.relation != nil:
		if err := w.below(ctx, n); err != nil {
			return err
		}
		t := textOf(n.relation)
		return t.placed(w.engine.Exec(ctx, "create view "+statement.Ident(n.name)+" as\n"+t.sql), 1)
	case n.entity != nil && (n.entity.Deliveries || n.entity.Told):
		if err := w.engine.Exec(ctx, "create view "+statement.Qualified(n.name)+" as\n"+w.lake.Text(*n.entity)); err != nil {
			return fmt.Errorf("list deliveries of %s: %w", n.entity.Key(), err)
		}
		return nil
	case n.entity != nil:
		rows, err := w.rowsOf(ctx, *n.entity)
		if err == nil {
			err = w.engine.Exec(ctx, "create view "+statement.Qualified(n.name)+" as\n"+w.lake.Traced(*n.entity, rows))
		}
		if err != nil {
			return fmt.Errorf("open lake files of %s: %w", n.entity.Key(), err)
		}
		return nil
	}
	if err := w.bindReference(ctx, n.name); err != nil {
		return fmt.Errorf("open reference list %s: %w", n.name, err)
	}
	return nil
}

// rowsOf writes the SELECT of the raw rows of a relation, without what raw.Lake.Traced puts beside.
func (w *Warehouse) rowsOf(ctx context.Context, e raw.Relation) (string, error) {
	if e.Unread {
		return w.unread(ctx, e)
	}
	rows, err := w.gather(ctx, e)
	if err != nil {
		return "", err
	}
	return w.choose(ctx, e, rows)
}

// ensure makes all the names known to the engine, with what they need.
func (w *Warehouse) ensure(ctx context.Context, names []string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	// The order is asked for its errors: a cycle would never end below.
	if _, err := w.order(ctx, names...); err != nil {
		return err
	}
	for _, name := range names {
		n, err := w.node(ctx, name)
		if err != nil {
			return err
		}
		if _, err := w.provide(ctx, n, false, locked); err != nil {
			return err
		}
	}
	return nil
}

// write materialises a table and gives it its name when it is whole.
func (w *Warehouse) write(ctx context.Context, n *node, file string) (rows int64, err error) {
	selected := ordered(n.relation)
	if w.holding {
		if err := w.engine.Exec(ctx, "create or replace table "+statement.Ident(n.name)+" as\n"+selected); err != nil {
			return 0, fmt.Errorf("build %s: %w", n.name, textOf(n.relation).placed(err, 2))
		}
		selected = "select * from " + statement.Ident(n.name)
	}
	temporary, rows, err := w.temporary(ctx, n.name, selected)
	if err != nil {
		return 0, fmt.Errorf("build %s: %w", n.name, textOf(n.relation).placed(err, 2))
	}
	if err := moveDurably(temporary, file); err != nil {
		return 0, errors.Join(fmt.Errorf("write table %s: %w", n.name, err), os.RemoveAll(temporary))
	}
	return rows, nil
}

// temporary writes the rows of a SELECT to a file with a name of its own, so that two
// readers who miss the same table do not meet.
func (w *Warehouse) temporary(ctx context.Context, name, selected string) (file string, rows int64, err error) {
	if err := os.MkdirAll(w.work, 0o755); err != nil {
		return "", 0, err
	}
	f, err := os.CreateTemp(w.work, name+"-*.parquet")
	if err != nil {
		return "", 0, err
	}
	if err = f.Close(); err == nil {
		rows, err = w.engine.Materialise(ctx, selected, f.Name())
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err != nil {
		return "", 0, errors.Join(err, os.RemoveAll(f.Name()))
	}
	return f.Name(), rows, nil
}

// ordered writes the SELECT of a table with its columns as promised, in a total
// order.
func ordered(r *models.Relation) string {
	columns := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		columns[i] = statement.Ident(c.Name)
	}
	sorted := rowOrder(r)
	for i := range sorted {
		sorted[i] = statement.Ident(sorted[i]) + " nulls last"
	}
	return "select " + strings.Join(columns, ", ") + " from (\n" + r.SQL + "\n) as model order by " + strings.Join(sorted, ", ")
}

// moveDurably gives a finished file its final name, in a folder that is made, such that
// after a crash there is either the whole file or none.
func moveDurably(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := flush(from); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return flush(filepath.Dir(to))
}

// flush has the system write a file or folder to disk.
func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// fileInfo hashes a finished file.
func (w *Warehouse) fileInfo(file string, rows int64) (*models.LakeFile, error) {
	sum, size, err := sumOf(file)
	if err != nil {
		return nil, fmt.Errorf("hash table: %w", err)
	}
	path, err := filepath.Rel(w.layout.Root, file)
	if err != nil {
		return nil, fmt.Errorf("hash table: %w", err)
	}
	return &models.LakeFile{Path: filepath.ToSlash(path), SHA256: sum, Bytes: size, Rows: rows}, nil
}

// sumOf hashes a file.
func sumOf(file string) (sum string, size int64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// describeTable gives the manifest's entry of a relation. The lock is held.
func (w *Warehouse) describeTable(ctx context.Context, n *node) (models.BuiltTable, error) {
	return w.describeWith(ctx, n, w.manifest)
}

func (w *Warehouse) describeWith(ctx context.Context, n *node, known *models.Manifest) (models.BuiltTable, error) {
	if t, ok := w.built[n.name]; ok && t.Name != "" {
		return t, nil
	}
	print, err := w.fingerprint(ctx, n)
	if err != nil {
		return models.BuiltTable{}, err
	}
	t := models.BuiltTable{Name: n.name, Fingerprint: print, Inputs: n.inputs, File: w.built[n.name].File, SQL: SQLOf(n.relation)}
	if t.Inputs == nil {
		t.Inputs = []string{}
	}
	for _, c := range n.relation.Columns {
		t.Schema = append(t.Schema, models.SchemaField{Name: c.Name, Type: canonical(c.Type)})
	}
	if t.File == nil && n.isTable() {
		for _, b := range known.Tables {
			if b.Name == n.name && b.Fingerprint == print {
				t.File = b.File
			}
		}
	}
	// A file that only a reader of an earlier date has made so far.
	if file := w.layout.Mart(n.name, print); t.File == nil && n.isTable() && exists(file) {
		rows, err := w.count(ctx, w.engine.Files(nil, []string{file}))
		if err != nil {
			return models.BuiltTable{}, err
		}
		if t.File, err = w.fileInfo(file, rows); err != nil {
			return models.BuiltTable{}, err
		}
	}
	if t.File != nil || !n.isTable() {
		w.built[n.name] = t
	}
	return t, nil
}
