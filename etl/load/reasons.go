package load

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

const (
	// reasonsTold is how many kinds of reasons sum up why a delivery is held back.
	reasonsTold = 3
	// changedFrom is from how many rows on it says something when most of them
	// break the same rule.
	changedFrom = 10
)

// sumUp tells what most rejects are about: in the reason why the delivery is held
// back, and, when one rule of one column rejects more than half of the rows, as a
// hint that the export has changed.
func (l *loading) sumUp(ctx context.Context, db execer) (err error) {
	rows, err := db.QueryContext(ctx, fmt.Sprintf("select coalesce(column_name, ''), rule, count(distinct line) as n from read_parquet(%s)"+
		" where rule <> 'quarantine' group by all order by n desc, 1, 2 limit %d", duck.Quote(l.files[len(l.files)-1].Temporary), reasonsTold))
	if err != nil {
		return fmt.Errorf("sum up rejects: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var most []string
	for rows.Next() {
		var column, rule string
		var n int64
		if err := rows.Scan(&column, &rule, &n); err != nil {
			return fmt.Errorf("sum up rejects: %w", err)
		}
		most = append(most, fmt.Sprintf("%d × %s", n, strings.TrimPrefix(column+" ("+rule+")", " ")))
		if data := l.out.Rows - l.out.Furniture; column != "" && data >= changedFrom && 2*n > data {
			l.out.Notes = append(l.out.Notes, fmt.Sprintf("%d of %d rows break rule %s of column %s: look whether the export has changed it", n, data, rule, column))
		}
	}
	if l.out.Quarantine != "" && l.out.Quarantine != l.cutOff() && len(most) > 0 {
		l.out.Quarantine += "; most of all " + strings.Join(most, ", ")
	}
	return rows.Err()
}
