package load

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// letters are those of a column in A1.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// cellErrors notes the cells of a workbook that show an error, or were never computed, in
// rows that are kept: they have no value there, which no reject tells.
func (l *loading) cellErrors(ctx context.Context, db execer, good string) (err error) {
	if l.out.Kept == 0 || len(l.report.CellErrors) == 0 || l.report.Unpivoted != nil {
		return nil // of a wide table each cell is a row, without a value
	}
	var lines []string
	for _, c := range l.report.CellErrors {
		lines = append(lines, strings.TrimLeft(c.Ref, letters))
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
