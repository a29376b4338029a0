package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// knowledge is the relation with the knowledge date.
const knowledge = "ref.knowledge"

// References lists the project's reference lists, sorted.
func References(p *models.Project) []string {
	entries, err := fs.ReadDir(p.FS, "models/reference")
	if err != nil {
		return nil // a project without the folder has no lists
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && path.Ext(e.Name()) == ".csv" {
			out = append(out, strings.TrimSuffix(e.Name(), ".csv"))
		}
	}
	slices.Sort(out)
	return out
}

func referenceFile(list string) string { return "models/reference/" + list + ".csv" }

// reference reads a list: column names, then rows of the same length.
func (w *Warehouse) reference(list string) (columns []string, rows [][]string, err error) {
	file := referenceFile(list)
	f, err := w.project.FS.Open(file)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", file, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := csv.NewReader(f)
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, &models.Error{Code: models.Invalid, Where: file, What: err.Error(), Fix: "give every row as many cells as the first, separated by commas"}
		}
		rows = append(rows, record)
	}
	if len(rows) == 0 {
		return nil, nil, &models.Error{Code: models.Invalid, Where: file, What: "is empty, want a first row with column names", Fix: "name the columns"}
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	return rows[0], rows[1:], nil
}

// bindReference makes a reference list a table of text; an empty cell is null.
func (w *Warehouse) bindReference(ctx context.Context, name string) error {
	if name == knowledge {
		return w.engine.Exec(ctx, "create view "+knowledge+" as select cast("+statement.QuoteOrNull(string(w.knownAt))+" as date) as known_at")
	}
	columns, rows, err := w.reference(strings.TrimPrefix(name, "ref."))
	if err != nil {
		return err
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = statement.Ident(c) + " varchar"
	}
	if err := w.engine.Exec(ctx, "create table "+statement.Qualified(name)+" ("+strings.Join(quoted, ", ")+")"); err != nil {
		return err
	}
	const chunk = 1000 // one statement with every row of a long list parses slowly
	for part := range slices.Chunk(rows, chunk) {
		var b strings.Builder
		b.WriteString("insert into " + statement.Qualified(name) + " values ")
		for i, row := range part {
			if i > 0 {
				b.WriteString(", ")
			}
			cells := make([]string, len(row))
			for j, cell := range row {
				if cells[j] = "null"; cell != "" {
					cells[j] = statement.Quote(cell)
				}
			}
			b.WriteString("(" + strings.Join(cells, ", ") + ")")
		}
		if err := w.engine.Exec(ctx, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// referenceFiles hashes the lists for the manifest.
func referenceFiles(p *models.Project) ([]models.ReferenceFile, error) {
	out := []models.ReferenceFile{}
	for _, list := range References(p) {
		content, err := fs.ReadFile(p.FS, referenceFile(list))
		if err != nil {
			return nil, fmt.Errorf("hash reference list: %w", err)
		}
		out = append(out, models.ReferenceFile{Name: list, SHA256: fmt.Sprintf("%x", sha256.Sum256(content))})
	}
	return out, nil
}
