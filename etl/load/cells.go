package load

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// cellErrors notes the cells of a workbook that show an error, or were never computed, in
// rows that are kept: they have no value there, which no reject tells.
func (l *loading) cellErrors(ctx context.Context, db execer, good string) (err error) {
	if l.out.Kept == 0 || len(l.report.CellErrors) == 0 || l.report.Unpivoted != nil {
		return nil // of a wide table each cell is a row, without a value
	}
	var lines []string
	for _, c := range l.report.CellErrors {
		lines = append(lines, fmt.Sprint(c.Line))
	}
	rows, err := db.QueryContext(ctx, fmt.Sprintf("select distinct cast(_line as varchar) from (%s) as good where _line in (%s)", good, strings.Join(lines, ", ")))
	if err != nil {
		return fmt.Errorf("look for cells with errors: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	kept := map[string]bool{}
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return fmt.Errorf("look for cells with errors: %w", err)
		}
		kept[line] = true
	}
	for i, c := range l.report.CellErrors {
		if kept[lines[i]] {
			l.out.CellErrors = append(l.out.CellErrors, strings.TrimSpace(l.report.Sheet+"!"+c.Ref+" "+c.Text))
		}
	}
	return rows.Err()
}

// shown has reasons say what a cell of a workbook shows that they call empty: who opens
// the workbook sees no empty cell there. rejects is SQL as of Plan.Rejects.
func (l *loading) shown(rejects string) string {
	var cells []string
	for _, c := range l.report.CellErrors {
		if c.Column >= 0 && l.report.Unpivoted == nil {
			name := l.report.Columns[c.Column]
			cells = append(cells, fmt.Sprintf("(%d, %s, %s)", c.Line, duck.Quote(name+" is empty, "), duck.Quote(name+" "+c.Shows()+", ")))
		}
	}
	if len(cells) == 0 {
		return rejects
	}
	return "select b.* replace (coalesce(replace(b.reason, was, shows), b.reason) as reason) from (" + rejects + ") as b" +
		" left join (values " + strings.Join(cells, ", ") + ") as c(line, was, shows) on b._line = c.line and starts_with(b.reason, c.was)"
}
