package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// Lists that come every day are hundreds of files a year, and a run would open all of
// them for the one that is new. So a build writes the rows of an entity's small files
// into one file, and the next build reads that one with the files that came since. It
// is a copy: the lake files stay what a figure is traced to, and a copy that is gone,
// damaged or of other files is made again. Only a build, which holds the lock of the
// data folder, reads and writes copies; whoever asks for an earlier day reads the lake.

const (
	// looseFiles is how many files may lie beside a copy before it is made again.
	looseFiles = 16
	// smallRows is up to how many rows a file has, on the average, for opening it to cost
	// as much as reading it.
	smallRows = 20_000
)

// copies are those of one build.
type copies struct {
	again bool              // everything is built from the lake
	rows  map[string]string // the SELECT over an entity's lake rows, once it is known
}

// copied is the copy of an entity's first deliveries, and those that came since.
type copied struct {
	file  string // "" for none
	loose []models.Loaded
}

// rowsUnder writes the SELECT over the lake rows that can be seen through the relation,
// in a build with the copy of them, which is made when it is worth it. The lock is held.
func (w *Warehouse) rowsUnder(ctx context.Context, e raw.Relation) (string, error) {
	// Of a live list one file is read, and the others by its history.
	if w.copies == nil || e.Delivery.Kind == "snapshot" && !e.History {
		return w.lake.Rows(ctx, e.Entity, w.lake.Under(e))
	}
	rows, ok := w.copies.rows[e.Key()]
	if ok {
		return rows, nil
	}
	rows, err := w.rowsCopied(ctx, e)
	if err == nil {
		w.copies.rows[e.Key()] = rows
	}
	return rows, err
}

// rowsCopied writes the SELECT over the copy of an entity and what came since, and makes
// the copy anew when that has become much. A build of everything reads the lake itself, and
// takes the copy away: the next build makes one.
func (w *Warehouse) rowsCopied(ctx context.Context, e raw.Relation) (string, error) {
	deliveries := w.arrived(e.Entity)
	if err := w.lake.Missing(e.Entity, deliveries); err != nil {
		return "", err
	}
	c, err := w.copyOf(e.Entity, deliveries)
	if err != nil {
		return "", fmt.Errorf("find copy of %s: %w", e.Key(), err)
	}
	from := func(file string) string {
		return "select " + strings.Join(raw.Names(e.Entity), ", ") + " from (" + w.engine.Files(nil, []string{file}) + ") as copied"
	}
	rows, err := w.lake.Rows(ctx, e.Entity, c.loose)
	if err != nil {
		return "", err
	}
	if c.file != "" {
		rows += "\nunion all\n" + from(c.file)
	}
	if w.copies.again || len(c.loose) < looseFiles || !small(deliveries) {
		return rows, nil
	}
	file, err := w.compact(ctx, e.Entity, deliveries, rows)
	if err == nil && c.file != "" {
		err = os.Remove(c.file)
	}
	if err != nil {
		return "", fmt.Errorf("copy rows of %s: %w", e.Key(), err)
	}
	return from(file), nil
}

// arrived gives the deliveries of an entity that have rows, in the order in which they
// came: what comes later is behind what is there.
func (w *Warehouse) arrived(e *models.Entity) []models.Loaded {
	out := slices.DeleteFunc(slices.Clone(w.lake.Known(e)), func(d models.Loaded) bool { return d.Lake == nil })
	slices.SortStableFunc(out, func(a, b models.Loaded) int { return a.Sequence - b.Sequence })
	return out
}

// small tells whether the files of deliveries are worth a copy.
func small(deliveries []models.Loaded) bool {
	var rows int64
	for _, d := range deliveries {
		rows += d.Lake.Rows
	}
	return rows <= smallRows*int64(len(deliveries))
}

// copyOf finds the copy that holds the most of the first deliveries, and removes others
// of the entity.
func (w *Warehouse) copyOf(e *models.Entity, deliveries []models.Loaded) (copied, error) {
	best := copied{loose: deliveries}
	dir := w.layout.Compacted(e.Source, e.Name)
	entries, err := os.ReadDir(dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return best, err
	}
	prints := w.copyPrints(e, deliveries)
	for _, entry := range entries {
		file, worse := filepath.Join(dir, entry.Name()), ""
		print, sum, _ := strings.Cut(strings.TrimSuffix(entry.Name(), ".parquet"), "-")
		if n := slices.Index(prints, print) + 1; !w.copies.again && n > len(deliveries)-len(best.loose) && holds(file, sum) {
			best, worse = copied{file, deliveries[n:]}, best.file
		} else {
			worse = file
		}
		if worse != "" {
			err = errors.Join(err, os.Remove(worse))
		}
	}
	return best, err
}

// copyPrints names, for each number of deliveries, what a copy of the first ones holds:
// everything that its bytes depend on, and whether the contract takes them.
func (w *Warehouse) copyPrints(e *models.Entity, deliveries []models.Loaded) []string {
	h := sha256.New()
	fmt.Fprintf(h, "format %d\nengine %s\n", models.FormatVersion, w.version)
	for _, c := range raw.Fields(e) {
		// A file may lack a column that is younger, unless rows are told apart by it.
		fmt.Fprintf(h, "column %s %s %s\n", c.Name, c.Type, raw.Identifies(e, c.Name))
	}
	out := make([]string, len(deliveries))
	for i, d := range deliveries {
		fmt.Fprintf(h, "file %s %s\n", d.Lake.Path, d.Lake.SHA256)
		out[i] = hex.EncodeToString(h.Sum(nil))[:printLength]
	}
	return out
}

// compact writes the rows of a SELECT as the copy of deliveries. Its name tells what it
// holds, and the beginning of the SHA-256 of its bytes.
func (w *Warehouse) compact(ctx context.Context, e *models.Entity, deliveries []models.Loaded, rows string) (string, error) {
	temporary, _, err := w.temporary(ctx, "compacted", rows)
	if err != nil {
		return "", err
	}
	sum, _, err := sumOf(temporary)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(temporary))
	}
	prints := w.copyPrints(e, deliveries)
	file := filepath.Join(w.layout.Compacted(e.Source, e.Name), prints[len(prints)-1]+"-"+sum[:printLength]+".parquet")
	if err := moveDurably(temporary, file); err != nil {
		return "", errors.Join(err, os.RemoveAll(temporary))
	}
	return file, nil
}

// holds tells whether the bytes of a copy are those that its name promises.
func holds(file, sum string) bool {
	got, _, err := sumOf(file)
	return err == nil && len(sum) == printLength && strings.HasPrefix(got, sum)
}
