package load

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// A big file is typed as it streams, in parts that several workers share: the
// engine keeps the order of what it reads, so nothing is sorted, and no row is held
// against another one. What that leaves
// open is looked up afterwards in the columns that were written, which is quick:
// whether the order is right, whether no key stands there twice, and which rows
// are missing. Only the blocks of the spool that those lie in are read once more,
// to tell what is wrong with them. Where a key does stand there twice, the file is
// typed again by the statement that holds all rows in view.

// partRows is how many rows a part of a big file has: two groups of rows as the
// engine makes them. It is part of what decides the bytes of the lake file.
const partRows = 2 * 122_880

// big is the size from which a file is typed on its own.
func (l *Loader) big() int64 { return cmp.Or(l.bigFrom, small) }

// form says how the rows of a delivery are spooled. In a statement for several
// files all spools have the same delimiter, so that of small files is fixed.
func (l *loading) form() form {
	return form{plain: l.Receipt.Bytes > l.big(), perPart: cmp.Or(l.perPart, partRows)}
}

// large writes the rows of a delivery with a big spool.
func (l *loading) large(ctx context.Context, db execer) error {
	if l.stream == nil {
		// Only when it was spooled did it turn out to be big.
		var err error
		if l.stream, err = l.begin(ctx); err != nil {
			return err
		}
		for i := range l.rows.parts {
			l.stream.add(l.rows.alone(i))
		}
	}
	plan, rows, stream := l.plan.one, relation(l.rows), l.stream
	l.stream = nil
	s := statements{rows: rows, good: plan.Alone(rows, false), broken: plan.Rejects(rows), odd: odd(plan, rows)}
	if err := stream.end(); err != nil {
		return err
	}
	if err := l.kept(ctx, db); err != nil {
		return err
	}
	kept, sound, err := l.survey(ctx, db)
	if err != nil {
		return err
	}
	if !sound {
		if err := l.forget(); err != nil {
			return err
		}
		s.good = plan.Good(rows, l.rows.tidy())
		return l.finish(ctx, db, s, -1)
	}
	switch {
	case l.out.Kept == l.report.Rows:
		s.broken = ""
	case kept != nil:
		some, err := l.rows.without(l.Layout, kept)
		if err != nil {
			return err
		}
		if some != nil {
			l.spools = append(l.spools, some)
			s.broken = plan.Rejects(relation(some))
		}
	}
	return l.rest(ctx, db, s)
}

// forget takes back what was written.
func (l *loading) forget() error {
	for _, f := range l.files {
		if err := os.Remove(f.Temporary); err != nil {
			return err
		}
	}
	l.files, l.out.Lake, l.out.Kept, l.out.Periods, l.out.PeriodRows, l.out.Content = nil, nil, 0, nil, nil, ""
	return nil
}

// stretch is a row of line numbers without a gap.
type stretch struct{ first, last int64 }

// mostStretches is how many are worth knowing: with more, most of the spool would
// be read again in pieces.
const mostStretches = 1 << 20

// survey looks at the lake file that was just written: sound tells that its rows
// are in the order of the file and that no key stands there twice; kept are the
// lines of its rows, nil when there are too many stretches of them.
func (l *loading) survey(ctx context.Context, db execer) (kept []stretch, sound bool, err error) {
	kept = []stretch{}
	if l.out.Lake == nil {
		return kept, true, nil
	}
	file := duck.Quote(l.files[0].Temporary)
	if key := l.Entity.Delivery.Key; len(key) > 0 && l.Entity.Delivery.Repeated != models.RepeatedKeep {
		names := make([]string, len(key))
		for i, name := range key {
			names[i] = duck.Ident(name)
		}
		// Two keys with the same hash look like one that stands there twice, and
		// the other statement then finds that they are not.
		var distinct int64
		err := db.QueryRowContext(ctx, "select count(distinct hash("+strings.Join(names, ", ")+")) from read_parquet("+file+")").Scan(&distinct)
		if err != nil {
			return nil, false, fmt.Errorf("count keys: %w", err)
		}
		if distinct < l.out.Kept {
			return nil, false, nil
		}
	}
	// Rows in order have line numbers that grow by one, but for those that are
	// missing: from one missing row to the next, line and row differ by the same.
	rows, err := db.QueryContext(ctx, "select min(_line) as first, max(_line), count(*), min(file_row_number) from read_parquet("+file+
		", file_row_number = true) group by _line - file_row_number order by first")
	if err != nil {
		return nil, false, fmt.Errorf("read lines: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	sound = true
	for line, place := int64(-1), int64(0); rows.Next(); {
		var s stretch
		var count, at int64
		if err := rows.Scan(&s.first, &s.last, &count, &at); err != nil {
			return nil, false, fmt.Errorf("read lines: %w", err)
		}
		sound = sound && s.first > line && s.last-s.first+1 == count && at == place
		line, place = s.last, place+count
		if kept = append(kept, s); len(kept) > mostStretches {
			return nil, sound, nil
		}
	}
	return kept, sound, rows.Err()
}
