package load

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// A wide contract is a statement that the engine needs tens of milliseconds to
// plan, whatever the file: hundreds of small files would wait for nothing else.
// So small files with the same header are typed by one statement. Beside each
// row stands the number of its delivery; the number is part of every key, so
// that the rows of one delivery never meet those of another, and what comes out
// is what the same file alone would give.

// small is the size of a spool, in bytes, up to which a file is typed together
// with others; a bigger one is streamed on its own.
const small = 4 << 20

// mostTold is how many rows of a batch may be wrong for what is wrong with them
// to be told together. Hints about unknown texts are given for so many texts and
// no more; below it a file gets all of its hints in any company.
const mostTold = 200

// numberName is the lake name of the added column, which is never written, and
// numberHeader how it is called in the header.
const (
	numberName   = "_delivery"
	numberHeader = "peil number of the delivery"
)

// plans are the two plans of a contract for one header.
type plans struct {
	key  string
	one  Plan // for one delivery
	many Plan // for several, told apart by the last column
}

// execer runs SQL; temporary tables are seen by the same connection only.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// compile compiles the contract once for all files with the same header.
func (l *Loader) compile(e *models.Entity, columns []string, kind string) (*plans, error) {
	key := e.Key() + "\x00" + kind + "\x00" + strings.Join(columns, "\x00")
	l.mu.Lock()
	defer l.mu.Unlock()
	if p, ok := l.plans[key]; ok {
		return p, nil
	}
	one, err := l.Compile(e, slices.Clone(columns), kind)
	if err != nil {
		return nil, err
	}
	numbered := *e
	numbered.Columns = append(slices.Clone(e.Columns), models.Column{Name: numberName, Header: []string{numberHeader}, Type: "text", Class: "technical", Action: "keep"})
	if len(e.Delivery.Key) > 0 {
		numbered.Delivery.Key = append(slices.Clone(e.Delivery.Key), numberName)
	}
	many, err := l.Compile(&numbered, append(slices.Clone(columns), numberHeader), kind)
	if err != nil {
		return nil, fmt.Errorf("compile contract of %s for several files: %w", e.Key(), err)
	}
	if l.plans == nil {
		l.plans = map[string]*plans{}
	}
	l.plans[key] = &plans{key: key, one: one, many: many}
	return l.plans[key], nil
}

// Load reads the landed bytes of deliveries of one entity and writes their rows
// and rejects; the files get their names from Name. A delivery that cannot be
// read, lacks columns or has more rejects than its contract allows is not an
// error: it is quarantined, no row of it enters the lake and earlier ones stay.
func (l *Loader) Load(ctx context.Context, deliveries []Delivery) (out []models.Loaded, files []Unnamed, err error) {
	if len(deliveries) == 0 {
		return nil, nil, nil
	}
	all := make([]*loading, len(deliveries))
	for i, d := range deliveries {
		all[i] = &loading{Loader: l, Delivery: d, out: d.Entry()}
	}
	defer func() {
		for _, one := range all {
			if one.stream != nil {
				err = errors.Join(err, one.stream.stop())
			}
			for _, s := range one.spools {
				err = errors.Join(err, s.remove())
			}
		}
		if err == nil {
			return
		}
		for _, one := range all {
			for _, f := range one.files {
				err = errors.Join(err, os.Remove(f.Temporary))
			}
		}
		out, files = nil, nil
	}()
	for i, one := range all {
		if err := one.read(ctx, i); err != nil {
			return nil, nil, fmt.Errorf("load %s: %w", one.Receipt.Name, err)
		}
	}
	all[0].reached("spooled")
	if err := l.typed(ctx, all); err != nil {
		return nil, nil, err
	}
	for _, one := range all {
		out, files = append(out, one.out), append(files, one.files...)
	}
	return out, files, nil
}

// typed runs the statements, for small files with the same header together.
func (l *Loader) typed(ctx context.Context, all []*loading) (err error) {
	conn, err := l.DB.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to engine: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	groups := map[string][]*loading{}
	var order []string
	for _, one := range all {
		switch {
		case one.rows == nil: // refused
		case one.stream != nil, one.rows.size > l.big():
			if err := one.large(ctx, conn); err != nil {
				return fmt.Errorf("load %s: %w", one.Receipt.Name, err)
			}
		default:
			key := one.plan.key + "\x00" + string(one.rows.delim)
			if groups[key] == nil {
				order = append(order, key)
			}
			groups[key] = append(groups[key], one)
		}
	}
	for _, key := range order {
		if err := together(ctx, conn, groups[key]); err != nil {
			return err
		}
	}
	return nil
}

// together types several deliveries with the same plan by one statement, and
// writes each of them.
func together(ctx context.Context, db execer, group []*loading) error {
	spools, tidy := make([]*spool, len(group)), true
	for i, one := range group {
		spools[i], tidy = one.rows, tidy && one.rows.tidy()
	}
	number := fmt.Sprintf("c%d", len(spools[0].columns)-1) // the last one, after _line
	for _, statement := range []string{
		"create or replace temp table spooled as select * from " + relation(spools...),
		"create or replace temp table typed as " + group[0].plan.many.Good("spooled", tidy),
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("load %s and %d more: %w", group[0].Receipt.Name, len(group)-1, err)
		}
	}
	counted, err := count(ctx, db, "select "+numberName+", count(*) from typed group by 1")
	if err != nil {
		return err
	}
	told, err := tellTogether(ctx, db, group, number, counted, tidy)
	if err != nil {
		return err
	}
	for _, one := range group {
		mine := duck.Quote(one.rows.number)
		rows := "(select * from spooled where " + number + " = " + mine + ")"
		broken := ""
		switch {
		case counted[one.rows.number] == one.report.Rows: // nothing is
		case told[one.rows.number]:
			broken = "select * from broken where " + numberName + " = " + mine
		default:
			broken = one.plan.one.Rejects(rows)
		}
		good := "select * from typed where " + numberName + " = " + mine
		if err := one.finish(ctx, db, statements{rows: rows, good: good, broken: broken, odd: odd(one.plan.one, rows)}, counted[one.rows.number]); err != nil {
			return fmt.Errorf("load %s: %w", one.Receipt.Name, err)
		}
	}
	for _, table := range []string{"spooled", "typed", "broken"} {
		if _, err := db.ExecContext(ctx, "drop table if exists temp."+table); err != nil {
			return fmt.Errorf("drop %s: %w", table, err)
		}
	}
	return nil
}

// tellTogether makes the table broken: what is wrong with the deliveries of
// which some row is not good, in the very words that the same file alone would
// get. It gives the numbers of those that are told there; the others are asked
// for one by one, since they have more to tell than may be told together.
func tellTogether(ctx context.Context, db execer, group []*loading, number string, counted map[string]int64, tidy bool) (map[string]bool, error) {
	told := map[string]bool{}
	statement := "create or replace temp table broken as "
	for _, numbers := range tellable(group, counted) {
		quoted := make([]string, len(numbers))
		for i, n := range numbers {
			quoted[i], told[n] = duck.Quote(n), true
		}
		from := "(select * from spooled where " + number + " in (" + strings.Join(quoted, ", ") + "))"
		if _, err := db.ExecContext(ctx, statement+group[0].plan.many.RejectsWith(from, numberName, tidy)); err != nil {
			return nil, fmt.Errorf("tell what is wrong in %s and %d more: %w", group[0].Receipt.Name, len(group)-1, err)
		}
		statement = "insert into broken "
	}
	return told, nil
}

// tellable puts deliveries that have something wrong together, as many as share
// the hints of one statement without going short.
func tellable(group []*loading, counted map[string]int64) [][]string {
	var out [][]string
	room := int64(0)
	for _, one := range group {
		wrong := one.report.Rows - counted[one.rows.number]
		if wrong <= 0 || wrong > mostTold {
			continue
		}
		if wrong > room {
			out, room = append(out, nil), mostTold
		}
		room -= wrong
		out[len(out)-1] = append(out[len(out)-1], one.rows.number)
	}
	return out
}

// count reads pairs of a delivery's number and a count.
func count(ctx context.Context, db execer, query string) (counted map[string]int64, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	counted = map[string]int64{}
	for rows.Next() {
		var number string
		var n int64
		if err := rows.Scan(&number, &n); err != nil {
			return nil, fmt.Errorf("count rows: %w", err)
		}
		counted[number] = n
	}
	return counted, rows.Err()
}
