package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// Groups tells how far the live rows of an entity point to someone by what may be known
// of them elsewhere.
type Groups struct {
	Over  []string // the quasi-identifiers that are in the lake, in contract order
	Unit  string   // what is counted: the column of pseudonyms, or "" for rows
	Rows  int64
	All   int64 // groups of rows with the same quasi-identifiers, and with a unit
	Least int64 // units in the smallest of them: k; 0 without rows or quasi-identifiers
	Small int64 // groups of fewer units than asked
}

// Groups counts what has the same quasi-identifiers; small is how many units are enough.
// An unknown value is a value like another: who has none is among those who have none.
func (w *Warehouse) Groups(ctx context.Context, e *models.Entity, small int64) (g Groups, err error) {
	for i := range e.Columns {
		c := &e.Columns[i]
		if c.Class == "quasi" && c.Action != "drop" {
			g.Over = append(g.Over, c.Name)
		}
		if c.Action == "pseudonymise" && (g.Unit == "" || slices.Contains(e.Delivery.Key, c.Name)) {
			g.Unit = c.Name
		}
	}
	n := "count(*)"
	if g.Unit != "" {
		n = "count(distinct " + statement.Ident(g.Unit) + ")"
	}
	quasi := make([]string, len(g.Over))
	for i, name := range g.Over {
		quasi[i] = statement.Ident(name)
	}
	by := ""
	if len(quasi) > 0 {
		by = " group by " + strings.Join(quasi, ", ")
	}
	rows, err := w.Query(ctx, fmt.Sprintf("select cast(coalesce(sum(row_count), 0) as bigint) as rows_all, count(*) filter (where n > 0) as groups_all,"+
		" cast(coalesce(min(n) filter (where n > 0), 0) as bigint) as least, count(*) filter (where n between 1 and %d - 1) as small"+
		" from (select count(*) as row_count, %s as n from raw.%s__%s%s) as g", small, n, e.Source, e.Name, by))
	if err != nil {
		return g, fmt.Errorf("count groups of %s: %w", e.Key(), err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v := rows.Values()
		g.Rows, g.All, g.Least, g.Small = v[0].(int64), v[1].(int64), v[2].(int64), v[3].(int64)
	}
	if len(g.Over) == 0 {
		g.All, g.Least, g.Small = 0, 0, 0
	}
	return g, rows.Err()
}
