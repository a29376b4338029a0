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
	if l.Entity.ControlTotals == nil {
		return nil
	}
	if len(l.report.Totals) == 0 {
		l.withoutTotals()
		return nil
	}
	statement := l.plan.one.Totals(from, l.totals())
	if statement == "" {
		return nil
	}
	rows, err := db.QueryContext(ctx, "select header, _line, seen, agrees, come_to, kept from ("+statement+") as t")
	if err != nil {
		return fmt.Errorf("compare totals: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	agree := 0
	for rows.Next() {
		var header, seen string
		var line int64
		var agrees *bool
		var comeTo, kept *string
		if err := rows.Scan(&header, &line, &seen, &agrees, &comeTo, &kept); err != nil {
			return fmt.Errorf("compare totals: %w", err)
		}
		said := fmt.Sprintf("line %d: the total of %s is %q", line, header, seen)
		switch {
		case agrees == nil:
			said += ", which is no number of this contract"
		case *agrees:
			agree++
			continue
		case *comeTo == *kept:
			said += ", but the rows come to " + *comeTo
		default:
			said += fmt.Sprintf(", but the rows come to %s, and those that are kept to %s", *comeTo, *kept)
		}
		l.out.Control = append(l.out.Control, said)
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

// NoTotals is the note of a delivery with rows whose contract holds totals against them,
// and that has none.
const NoTotals = "has no totals row, and its contract holds one against the rows: the end of the file may be missing"

// withoutTotals notes that there is nothing to hold the rows against, and holds the
// delivery back where the contract says so: where the end of a file is missing, so is its
// total.
func (l *loading) withoutTotals() {
	if l.report.Rows == 0 {
		return
	}
	l.out.Notes = append(l.out.Notes, NoTotals)
	if l.Entity.ControlTotals.Then == "refuse" {
		l.out.Quarantine = NoTotals
	}
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
