package load

import (
	"context"
	"errors"
	"fmt"
)

// otherwise notes what was read into the lake in another way than the file writes
// it: zeros given back, placeholders, values written in several ways. from is the
// relation of the rows. A delivery that is held back has nothing in the lake.
func (l *loading) otherwise(ctx context.Context, db execer, from string) (err error) {
	statement := l.plan.one.Counts(from)
	if statement == "" || l.out.Kept == 0 || l.out.Quarantine != "" {
		return nil
	}
	rows, err := db.QueryContext(ctx, "select note from ("+statement+") as t")
	if err != nil {
		return fmt.Errorf("count what is read otherwise: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var note string
		if err := rows.Scan(&note); err != nil {
			return fmt.Errorf("count what is read otherwise: %w", err)
		}
		l.out.Notes = append(l.out.Notes, note)
	}
	return rows.Err()
}
