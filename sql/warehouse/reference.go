package warehouse

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// knowledge is the relation with the knowledge date.
const knowledge = "ref.knowledge"

// references names the project's reference lists, sorted.
func references(p *models.Project) []string { return slices.Sorted(maps.Keys(p.Lists)) }

func referenceFile(list string) string { return "models/reference/" + list + ".csv" }

// bindReference makes a reference list a table of text; an empty cell is null.
func (w *Warehouse) bindReference(ctx context.Context, name string) error {
	if name == knowledge {
		return w.engine.Exec(ctx, "create view "+knowledge+" as select cast("+statement.QuoteOrNull(string(w.knownAt))+" as date) as known_at")
	}
	list := w.project.Lists[strings.TrimPrefix(name, "ref.")]
	quoted := make([]string, len(list.Columns))
	for i, c := range list.Columns {
		quoted[i] = statement.Ident(c) + " varchar"
	}
	if err := w.engine.Exec(ctx, "create table "+statement.Qualified(name)+" ("+strings.Join(quoted, ", ")+")"); err != nil {
		return err
	}
	const chunk = 1000 // one statement with every row of a long list parses slowly
	for part := range slices.Chunk(list.Rows, chunk) {
		var b strings.Builder
		b.WriteString("insert into " + statement.Qualified(name) + " values ")
		for i, row := range part {
			if i > 0 {
				b.WriteString(", ")
			}
			cells := make([]string, len(list.Columns))
			for j, column := range list.Columns {
				cells[j] = statement.QuoteOrNull(row.Cells[column])
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
	for _, list := range references(p) {
		content, err := fs.ReadFile(p.FS, referenceFile(list))
		if err != nil {
			return nil, fmt.Errorf("hash reference list: %w", err)
		}
		out = append(out, models.ReferenceFile{Name: list, SHA256: fmt.Sprintf("%x", sha256.Sum256(content))})
	}
	return out, nil
}
