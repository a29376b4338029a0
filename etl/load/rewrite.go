package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Rewriting says how the files of a delivery become other ones under another load id.
// The files that are there stay as they are: a file with its name is never changed.
type Rewriting struct {
	Layout models.Layout
	DB     *duck.DB
	LoadID string // of what comes out
	// Cell gives the SQL of what stands in a column of the lake file now; "" leaves it
	// as it is. Nil leaves all.
	Cell func(f models.SchemaField) string
	// Stays is the SQL condition of the rows that stay; "" for all of them.
	Stays string
	// Told gives the SQL of a column of the rejects and warnings; "" leaves it.
	Told func(column string) string
}

// Rewrite makes the files of a delivery anew and gives its entry in the manifest, with
// the files under temporary names. Rows that do not stay are counted as Erased. Nothing
// has its name yet when it fails.
func Rewrite(ctx context.Context, r Rewriting, e *models.Entity, d models.Loaded) (out models.Loaded, files []Unnamed, err error) {
	defer func() {
		for _, f := range files {
			if err != nil {
				err = errors.Join(err, os.RemoveAll(f.Temporary))
			}
		}
		if err != nil {
			files = nil
		}
	}()
	out = d
	out.LoadID = r.LoadID
	remade := func(old *models.LakeFile, stays, order string, cell func(models.SchemaField) string) (*models.LakeFile, error) {
		if old == nil {
			return nil, nil
		}
		_, ending, _ := strings.Cut(filepath.Base(filepath.FromSlash(old.Path)), ".")
		made, unnamed, err := r.file(ctx, old, "."+ending, stays, order, cell)
		if err == nil && made != nil {
			files = append(files, unnamed)
		}
		return made, err
	}
	if out.Lake, err = remade(d.Lake, r.Stays, "_line", r.Cell); err != nil {
		return out, files, err
	}
	kept := int64(0)
	if out.Lake != nil {
		kept = out.Lake.Rows
		if d.Content != "" {
			if out.Content, err = content(ctx, r.DB, e, files[0].Temporary); err != nil {
				return out, files, err
			}
		}
	}
	out.Erased += d.Kept - kept
	out.Kept = kept
	told := func(f models.SchemaField) string {
		if r.Told == nil {
			return ""
		}
		return r.Told(f.Name)
	}
	if out.Rejects, err = remade(d.Rejects, "", "all", told); err != nil {
		return out, files, err
	}
	out.Warnings, err = remade(d.Warnings, "", "all", told)
	return out, files, err
}

// file writes one file anew; nil when no row stays.
func (r *Rewriting) file(ctx context.Context, old *models.LakeFile, ending, stays, order string, cell func(models.SchemaField) string) (*models.LakeFile, Unnamed, error) {
	from := "read_parquet(" + duck.Quote(filepath.Join(r.Layout.Root, filepath.FromSlash(old.Path))) + ")"
	fields, err := Describe(ctx, r.DB, from)
	if err != nil {
		return nil, Unnamed{}, err
	}
	cells := make([]string, len(fields))
	for i, f := range fields {
		cells[i] = duck.Ident(f.Name)
		text := ""
		switch {
		case f.Name == "_load_id":
			text = duck.Quote(r.LoadID)
		case cell != nil:
			text = cell(f)
		}
		if text != "" {
			cells[i] = text + " as " + cells[i]
		}
	}
	if stays != "" {
		from += " where " + stays
	}
	if err := os.MkdirAll(r.Layout.Temporary(), 0o700); err != nil {
		return nil, Unnamed{}, fmt.Errorf("make temporary folder: %w", err)
	}
	unnamed := Unnamed{filepath.Join(r.Layout.Temporary(), r.LoadID+ending), filepath.Join(filepath.Dir(filepath.Join(r.Layout.Root, filepath.FromSlash(old.Path))), r.LoadID+ending)}
	rows, err := copyTo(ctx, r.DB, "select "+strings.Join(cells, ", ")+" from "+from+" order by "+order, unnamed.Temporary)
	if err != nil || rows == 0 {
		return nil, Unnamed{}, errors.Join(err, os.RemoveAll(unnamed.Temporary))
	}
	sum, size, err := hashFile(unnamed.Temporary)
	if err != nil {
		return nil, Unnamed{}, errors.Join(err, os.RemoveAll(unnamed.Temporary))
	}
	path, err := filepath.Rel(r.Layout.Root, unnamed.Final)
	return &models.LakeFile{Path: filepath.ToSlash(path), SHA256: sum, Bytes: size, Rows: rows}, unnamed, err
}

// Describe gives the columns of a relation.
func Describe(ctx context.Context, db *duck.DB, from string) (out []models.SchemaField, err error) {
	rows, err := db.QueryContext(ctx, "select column_name, column_type from (describe select * from "+from+")")
	if err != nil {
		return nil, fmt.Errorf("describe lake file: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var f models.SchemaField
		if err := rows.Scan(&f.Name, &f.Type); err != nil {
			return nil, fmt.Errorf("describe lake file: %w", err)
		}
		out = append(out, f)
	}
	return out, rows.Err()
}
