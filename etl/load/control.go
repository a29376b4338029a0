package load

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// control holds the totals rows of the file against its rows, which are in the
// relation from. What differs is told in the manifest, and holds the delivery back
// where the contract says so.
func (l *loading) control(ctx context.Context, db execer, from string) (err error) {
	if l.Entity.ControlTotals == nil || len(l.report.Totals) == 0 {
		return nil
	}
	statement := l.plan.one.Totals(from, l.totals())
	if statement == "" {
		return nil
	}
	give := l.Entity.ControlTotals.Tolerance
	rows, err := db.QueryContext(ctx, "select _line, column_name, header, seen, total is null, least("+
		"abs(total - all_rows), abs(total - above), abs(total - since), abs(total - below)) <= "+fmt.Sprint(give)+
		", cast(case when abs(total - since) < abs(total - all_rows) then since else all_rows end as varchar) from ("+statement+") as t")
	if err != nil {
		return fmt.Errorf("compare totals: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	agree := 0
	for rows.Next() {
		var line int64
		var column, header, seen string
		var unread bool
		var agrees *bool
		var sum *string
		if err := rows.Scan(&line, &column, &header, &seen, &unread, &agrees, &sum); err != nil {
			return fmt.Errorf("compare totals: %w", err)
		}
		switch {
		case unread:
			l.out.Control = append(l.out.Control, fmt.Sprintf("line %d: the total of %s is %q, which is no number of this contract", line, header, seen))
		case *agrees:
			agree++
		default:
			l.out.Control = append(l.out.Control, fmt.Sprintf("line %d: the total of %s is %q, but the rows come to %s", line, header, seen, *sum))
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("compare totals: %w", err)
	}
	if agree > 0 {
		l.out.Notes = append(l.out.Notes, fmt.Sprintf("%d of %d totals agree with the rows", agree, agree+len(l.out.Control)))
	}
	if l.Entity.ControlTotals.Then == "refuse" {
		l.out.Quarantine = strings.Join(l.out.Control, "\n")
	}
	return nil
}

// totals gives the totals rows as a relation with the columns of the spool.
func (l *loading) totals() string {
	var rows []string
	for _, t := range l.report.Totals {
		cells := []string{fmt.Sprint(t.Line)}
		for _, text := range t.Cells {
			cells = append(cells, duck.Quote(text))
		}
		for range l.Entity.NameColumns() {
			cells = append(cells, "null")
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	names := []string{"_line"}
	for i := range len(l.report.Columns) + len(l.Entity.NameColumns()) {
		names = append(names, fmt.Sprintf("c%d", i+1))
	}
	return "(select * from (values " + strings.Join(rows, ", ") + ") as t(" + strings.Join(names, ", ") + "))"
}
