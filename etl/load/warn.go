package load

import (
	"context"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// warn writes what is odd about rows that count, as the statement odd tells it;
// "" when the contract has nothing to warn of. Rows that are counted in another
// row become furniture: they are no row of their own.
func (l *loading) warn(ctx context.Context, db execer, odd string) error {
	if odd == "" {
		return nil
	}
	var err error
	if l.out.Warnings, err = l.copy(ctx, db, l.reasons(odd), ".warnings.parquet"); err != nil || l.out.Warnings == nil {
		return err
	}
	merging := make([]string, 0, 1)
	for _, rule := range l.plan.one.Merging() {
		merging = append(merging, duck.Quote(rule))
	}
	err = db.QueryRowContext(ctx, fmt.Sprintf("select count(distinct line), count(distinct line) filter (where rule in (%s)) from read_parquet(%s)",
		strings.Join(append(merging, "''"), ", "), duck.Quote(l.files[len(l.files)-1].Temporary))).Scan(&l.out.Warned, &l.out.Repeated)
	if err != nil {
		return fmt.Errorf("count warnings: %w", err)
	}
	l.out.Furniture += l.out.Repeated
	return nil
}

// reasons gives the SELECT of what is said of rows, beside where they came from.
// told has _line, column_name, rule, reason and seen, then the columns more.
func (l *loading) reasons(told string, more ...string) string {
	columns := append([]string{"_line", "column_name", "rule", "reason", "seen"}, more...)
	return fmt.Sprintf("select %s as _load_id, %s as file_name, _line as line, cast(column_name as varchar) as column_name, rule, reason,"+
		" cast(seen as varchar) as seen, cast(%s as date) as _known_at%s from (%s) as r(%s) order by all",
		duck.Quote(l.out.LoadID), duck.Quote(l.Receipt.Name), duck.Quote(string(l.KnownAt)), strings.Join(append([]string{""}, more...), ", "),
		told, strings.Join(columns, ", "))
}

// odd gives the statement of what a plan warns of, over the relation from.
func odd(p Plan, from string) string {
	if !p.Warns() {
		return ""
	}
	return p.Warnings(from)
}
