package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// holdBack takes the good rows of a quarantined delivery out of the lake again:
// they become rejects, so that no row of the file goes unaccounted for.
func (l *loading) holdBack() error {
	l.out.Rejected += l.out.Kept
	l.out.Kept, l.out.Lake, l.out.Periods, l.out.PeriodRows, l.out.Content = 0, nil, nil, nil, ""
	l.out.Warned, l.out.Warnings = 0, nil
	for _, f := range l.files {
		if err := os.Remove(f.Temporary); err != nil {
			return err
		}
	}
	l.files = nil
	return nil
}

// reject writes every reason of every row that is not kept.
func (l *loading) reject(ctx context.Context, db execer, good, broken string) error {
	var parts, more []string
	key, none := "", ""
	if l.Entity.UnreadKey() != nil {
		more, key, none = []string{"row_key"}, ", row_key", ", null"
	}
	if broken != "" {
		parts = append(parts, "select _line, column_name, rule, reason, seen"+key+" from ("+l.shown(broken)+") as broken")
	}
	if len(l.report.Bad) > 0 {
		bad, err := spoolBad(l.Layout, l.report.Bad)
		if err != nil {
			return err
		}
		l.spools = append(l.spools, bad)
		parts = append(parts, "select _line, null, 'unreadable', reason, null"+none+" from "+relation(bad))
	}
	if l.out.Quarantine != "" {
		parts = append(parts, "select _line, null, 'quarantine', 'the row is good, but the delivery is held back whole', null"+none+" from ("+good+") as good")
	}
	var err error
	l.out.Rejects, err = l.copy(ctx, db, l.reasons(strings.Join(parts, " union all "), more...), ".rejects.parquet")
	if err != nil || l.out.Rejects == nil {
		return err
	}
	// A row that is missing from the good ones must be here, with a reason.
	var lines int64
	err = db.QueryRowContext(ctx, "select count(distinct line) from read_parquet("+duck.Quote(l.files[len(l.files)-1].Temporary)+")").Scan(&lines)
	if err == nil && lines != l.out.Rejected {
		err = fmt.Errorf("%d rows are not kept, but %d have a reason", l.out.Rejected, lines)
	}
	if err != nil {
		return fmt.Errorf("count rejects: %w", err)
	}
	return l.sumUp(ctx, db)
}

// overLimit says why a delivery with this many rejects is held back, or "".
func overLimit(limits models.Limits, kept, rejected int64) string {
	if limits.RejectCount > 0 && rejected > limits.RejectCount {
		return fmt.Sprintf("%d rows are rejected, more than the %d that the contract allows (limits.reject_count)", rejected, limits.RejectCount)
	}
	// A quotient is rounded as the number in the contract was read, so that
	// 29 of 100 is not more than 0.29; a product is not.
	if limits.RejectShare > 0 && rejected > 0 && float64(rejected)/float64(kept+rejected) > limits.RejectShare {
		return fmt.Sprintf("%d of %d rows are rejected, more than the share of %g that the contract allows (limits.reject_share)", rejected, kept+rejected, limits.RejectShare)
	}
	return ""
}

// refuse quarantines a delivery for an error that its reader can mend; any other
// error is a fault and stays one.
func (l *loading) refuse(err error) error {
	var lines []string
	for _, e := range models.Flatten(err) {
		var u *models.Error
		if !errors.As(e, &u) {
			return err
		}
		if u.Where == "" || !strings.HasPrefix(u.Where, l.Receipt.Name) {
			placed := *u
			placed.Where = strings.TrimSuffix(l.Receipt.Name+": "+u.Where, ": ")
			u = &placed
		}
		lines = append(lines, u.Error())
	}
	if len(lines) == 0 {
		return err
	}
	l.out.Quarantine = strings.Join(lines, "\n")
	return nil
}
