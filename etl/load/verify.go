package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/models"
)

// Finding is one thing that is not as the manifest says.
type Finding struct {
	Path    string `json:"path"` // below the data folder, / separated
	Problem string `json:"problem"`
	Fix     string `json:"fix"`
}

const (
	fixLake = "restore the file from a backup, or run peil run --full to make it again from landing"
	// A run sees that a table is gone or has another size, and no more: reading all
	// tables would take longer than the run itself.
	fixTable       = "run peil run: it makes the table again"
	fixDefinitions = "restore the file from a backup, or take it away: SQL and lists of then are then not known"
	fixBytes       = "take the file away and run peil run, or run peil run --full: the table is made again"
	// Of an earlier snapshot no run makes a table again, but who asks something of it does.
	fixEarlier = "take the file away and ask something of the table with --snapshot %d, which makes it again where its SQL is the same; else restore it from a backup"
)

// String gives the finding on one line.
func (f Finding) String() string { return f.Path + ": " + f.Problem + "; " + f.Fix }

// Verify reads back everything that a snapshot names, without the engine that
// wrote it: size, SHA-256, rows by the Parquet footer, the row equation of each
// delivery, the landed bytes, and the manifests of all snapshots. Of sealed ones only that
// they are there, when id is nil. Of others, which are earlier snapshots, it reads what m
// does not name. No findings means that all is there as it was written. An error means that
// it could not look. Editions are checked by the package that writes them.
func Verify(ctx context.Context, l models.Layout, m *models.Manifest, id *landing.Identity, others ...*models.Manifest) ([]Finding, error) {
	v := &verifier{layout: l, identity: id, removed: map[string]map[string]Removed{}, seen: map[string]bool{}}
	if err := v.manifests(); err != nil {
		return nil, err
	}
	if err := v.snapshot(ctx, m); err != nil {
		return nil, err
	}
	for _, other := range others {
		v.earlier = other.Snapshot
		if err := v.snapshot(ctx, other); err != nil {
			return nil, err
		}
	}
	return v.findings, nil
}

type verifier struct {
	layout   models.Layout
	identity *landing.Identity
	removed  map[string]map[string]Removed // by source
	seen     map[string]bool               // what was looked at
	earlier  int                           // number of the snapshot that it looks at, when it is one that no run makes again
	findings []Finding
}

// first tells whether something is looked at for the first time.
func (v *verifier) first(parts ...string) bool {
	key := strings.Join(parts, "\x00")
	defer func() { v.seen[key] = true }()
	return !v.seen[key]
}

// snapshot reads what a manifest names and no manifest before it did.
func (v *verifier) snapshot(ctx context.Context, m *models.Manifest) error {
	for i := range m.Deliveries {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d := &m.Deliveries[i]
		if v.first("delivery", d.Source, d.Entity, d.Name, d.LoadID, pathOf(d.Lake), pathOf(d.Rejects), fmt.Sprint(d.Rows, d.Kept, d.Rejected, d.Furniture, d.Erased)) {
			v.delivery(d)
		}
		if v.first("landed", d.Source, d.SHA256) {
			if err := v.landed(d); err != nil {
				return err
			}
		}
	}
	if v.first("definitions", m.Definitions) {
		if err := v.definitions(m); err != nil {
			return err
		}
	}
	for _, t := range m.Tables {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if t.File != nil && v.first("table", t.File.Path, t.File.SHA256) {
			v.table(t.File)
		}
	}
	return nil
}

func pathOf(f *models.LakeFile) string {
	if f == nil {
		return ""
	}
	return f.Path
}

func (v *verifier) add(path, problem, fix string) {
	v.findings = append(v.findings, Finding{path, problem, fix})
}

// definitions checks the SQL, lists and contracts that the snapshot was made by, where they
// were kept.
func (v *verifier) definitions(m *models.Manifest) error {
	_, err := Definitions(v.layout, m)
	var wrong *models.Error
	if errors.As(err, &wrong) {
		v.add("definitions/"+m.Definitions+".zip", wrong.What, wrong.Fix)
		return nil
	}
	return err
}

// delivery checks the two files of a delivery and that they account for its rows.
func (v *verifier) delivery(d *models.Loaded) {
	name := d.Source + "/" + d.Entity + ": " + d.Name
	if d.Rows != d.Kept+d.Rejected+d.Furniture+d.Erased {
		v.add(name, fmt.Sprintf("%d rows, but %d kept, %d rejected, %d furniture and %d erased", d.Rows, d.Kept, d.Rejected, d.Furniture, d.Erased), fixLake)
	}
	lake, rejects := int64(0), int64(0)
	if d.Lake != nil {
		lake = d.Lake.Rows
		v.file(d.Lake, fixLake)
	}
	if lake != d.Kept {
		v.add(name, fmt.Sprintf("%d rows kept, but its lake file is said to have %d", d.Kept, lake), fixLake)
	}
	if d.Warnings != nil {
		v.file(d.Warnings, fixLake)
	}
	if d.Rejects != nil {
		if !v.file(d.Rejects, fixLake) {
			return // what a damaged file says need not be counted
		}
		var err error
		if rejects, err = rejectedLines(filepath.Join(v.layout.Root, filepath.FromSlash(d.Rejects.Path))); err != nil {
			v.add(d.Rejects.Path, "cannot be read: "+err.Error(), fixLake)
			return
		}
	}
	if rejects != d.Rejected {
		v.add(name, fmt.Sprintf("%d rows rejected, but %d have a reason in the rejects file", d.Rejected, rejects), fixLake)
	}
}

// Unsound gives the tables of a snapshot whose file is gone or has another size than was
// written. It reads none of them: what a look at the folder cannot see is left to Verify.
func Unsound(l models.Layout, m *models.Manifest) []Finding {
	v := &verifier{layout: l}
	for _, t := range m.Tables {
		if t.File != nil {
			v.size(t.File)
		}
	}
	return v.findings
}

// size tells whether a file is there with the bytes that it should have, by number.
func (v *verifier) size(f *models.LakeFile) bool {
	info, err := os.Stat(filepath.Join(v.layout.Root, filepath.FromSlash(f.Path)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.add(f.Path, "is missing", fixTable)
	case err == nil && info.Size() != f.Bytes:
		v.add(f.Path, fmt.Sprintf("has %d bytes, want %d", info.Size(), f.Bytes), fixTable)
	default:
		return true
	}
	return false
}

// table checks the file of a table.
func (v *verifier) table(f *models.LakeFile) {
	switch {
	case v.earlier > 0:
		v.file(f, fmt.Sprintf(fixEarlier, v.earlier))
	case v.size(f):
		v.file(f, fixBytes)
	}
}

// file tells whether a Parquet file is there as it was written.
func (v *verifier) file(f *models.LakeFile, fix string) bool {
	name := filepath.Join(v.layout.Root, filepath.FromSlash(f.Path))
	sum, size, err := hashFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.add(f.Path, "is missing", fix)
	case err != nil:
		v.add(f.Path, "cannot be read: "+err.Error(), fix)
	case size != f.Bytes:
		v.add(f.Path, fmt.Sprintf("has %d bytes, want %d", size, f.Bytes), fix)
	case sum != f.SHA256:
		v.add(f.Path, "has other bytes than were written (SHA-256 "+sum+", want "+f.SHA256+")", fix)
	default:
		rows, err := footerRows(name)
		if err != nil {
			v.add(f.Path, "is no Parquet file: "+err.Error(), fix)
		} else if rows != f.Rows {
			v.add(f.Path, fmt.Sprintf("has %d rows, want %d", rows, f.Rows), fix)
		}
		return err == nil && rows == f.Rows
	}
	return false
}

// landed checks the bytes as received, unless they were taken away on purpose.
func (v *verifier) landed(d *models.Loaded) error {
	if _, ok := v.removed[d.Source]; !ok {
		removed, err := ReadRemoved(v.layout, d.Source)
		if err != nil {
			return err
		}
		v.removed[d.Source] = removed
	}
	if _, gone := v.removed[d.Source][d.SHA256]; gone {
		return nil
	}
	const fix = "restore the file from a backup, or deliver the export again; where it still lies, peil run --full takes it in again"
	path := "landing/" + d.Source + "/" + d.SHA256
	name, sealed, err := landing.Find(v.layout, d.Source, d.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		v.add(path, "is missing, and no removal is noted ("+d.Name+")", fix)
		return nil
	}
	if sealed {
		if path = "landing/" + d.Source + "/" + filepath.Base(name); v.identity == nil {
			return nil
		}
	}
	var told *models.Error
	switch sum, err := v.sum(d); {
	case errors.As(err, &told):
		v.add(path, told.What+" ("+d.Name+")", told.Fix)
	case err != nil:
		v.add(path, "cannot be read: "+err.Error(), fix)
	case sum != d.SHA256:
		v.add(path, "has other bytes than were received ("+d.Name+")", fix)
	}
	return nil
}

// sum gives the SHA-256 of the bytes as received.
func (v *verifier) sum(d *models.Loaded) (string, error) {
	f, err := landing.Open(v.layout, d.Source, d.SHA256, v.identity)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Sum()
}

// footerRows reads how many rows a Parquet file says it has.
func footerRows(name string) (rows int64, err error) {
	err = withParquet(name, func(f *parquet.File) error {
		rows = f.NumRows()
		return nil
	})
	return rows, err
}

// rejectedLines counts the lines with at least one reason in a rejects file.
// The file is sorted by line, so only the one before has to be remembered.
func rejectedLines(name string) (count int64, err error) {
	err = withParquet(name, func(f *parquet.File) error {
		column, ok := f.Schema().Lookup("line")
		if !ok {
			return errors.New("has no column line")
		}
		last := int64(-1)
		for _, group := range f.RowGroups() {
			pages := group.ColumnChunks()[column.ColumnIndex].Pages()
			for {
				page, err := pages.ReadPage()
				if err == io.EOF {
					break
				}
				if err != nil {
					return errors.Join(err, pages.Close())
				}
				values := make([]parquet.Value, page.NumValues())
				n, err := page.Values().ReadValues(values)
				if err != nil && err != io.EOF {
					return errors.Join(err, pages.Close())
				}
				for _, value := range values[:n] {
					if value.Int64() != last {
						last = value.Int64()
						count++
					}
				}
				parquet.Release(page)
			}
			if err := pages.Close(); err != nil {
				return err
			}
		}
		return nil
	})
	return count, err
}

func withParquet(name string, read func(*parquet.File) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	file, err := parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return err
	}
	return read(file)
}
