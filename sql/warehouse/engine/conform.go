package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Conform runs an empty engine through everything that the warehouse relies on
// and gives all that fails, joined. dir is an empty folder that the engine can
// write to. Every implementation passes it before it is used.
func Conform(ctx context.Context, e Engine, dir string) error {
	c := conformance{ctx, e, dir, nil}
	for _, part := range []struct {
		name string
		run  func() error
	}{
		{"version", c.version},
		{"read one SELECT", c.read},
		{"refuse what is not one SELECT", c.refuse},
		{"describe", c.describe},
		{"values", c.values},
		{"views and schemas", c.views},
		{"shared SQL", c.shared},
		{"materialise", c.materialise},
		{"files", c.files},
		{"cancel", c.cancel},
	} {
		if err := part.run(); err != nil {
			c.failed = append(c.failed, fmt.Errorf("%s: %w", part.name, err))
		}
	}
	return errors.Join(c.failed...)
}

type conformance struct {
	ctx    context.Context
	e      Engine
	dir    string
	failed []error
}

// want compares texts, the only form that all results of this suite take.
func want(what string, got any, text string) error {
	if s := fmt.Sprint(got); s != text {
		return fmt.Errorf("%s gives %s, want %s", what, s, text)
	}
	return nil
}

// rows gives the rows of a query as text: cells with |, rows with spaces.
func (c *conformance) rows(sql string) (string, error) {
	rows, err := c.e.Query(c.ctx, sql)
	if err != nil {
		return "", err
	}
	var lines []string
	for rows.Next() {
		var cells []string
		for _, v := range rows.Values() {
			cells = append(cells, fmt.Sprint(v))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, " "), errors.Join(rows.Err(), rows.Close())
}

func (c *conformance) gives(sql, text string) error {
	got, err := c.rows(sql)
	if err != nil {
		return err
	}
	return want(sql, got, text)
}

func (c *conformance) version() error {
	a, err := c.e.Version(c.ctx)
	if err != nil {
		return err
	}
	b, err := c.e.Version(c.ctx)
	if err != nil || a == "" {
		return errors.Join(err, want("version", a, b), fmt.Errorf("version is %q", a))
	}
	return want("version asked twice", a, b)
}

func (c *conformance) read() error {
	const sql = `with a as (select * from raw.x__y), b as (select * from a join Fct_z as z on a.q is not distinct from z.q)
select count_if(b.q > 1), (select max(k) from "other") from b where exists (select 1 from fct_z) and b.q in (select q from c)`
	s, err := c.e.Read(c.ctx, sql)
	if err != nil {
		return err
	}
	var names []string
	for _, r := range s.Relations {
		names = append(names, strings.ToLower(r.Full()))
		if r.Offset >= 0 && !strings.Contains(sql[r.Offset:min(len(sql), r.Offset+len(r.Full())+2)], r.Name) {
			return fmt.Errorf("relation %s is not at byte %d", r.Full(), r.Offset)
		}
	}
	slices.Sort(names)
	var calls []string
	for _, f := range s.Functions {
		calls = append(calls, f.Name)
	}
	if !slices.Contains(calls, "count_if") || !slices.Contains(calls, "max") {
		return fmt.Errorf("functions are %v, want count_if and max among them", calls)
	}
	// A WITH hides a relation of its name only from what comes after it.
	hidden, err := c.e.Read(c.ctx, "with s as (with t as (select * from s) select * from t) select * from s")
	if err != nil {
		return err
	}
	return errors.Join(want("relations", names, "[c fct_z fct_z other raw.x__y]"), want("hidden names", len(hidden.Relations), "1"))
}

func (c *conformance) refuse() error {
	var errs []error
	for _, sql := range []string{"", "selec 1", "select 1; select 2", "drop table x", "create view x as select 1", "copy (select 1) to 'x'", "set threads = 1", "attach 'x'", "explain select 1"} {
		var syntax *SyntaxError
		if _, err := c.e.Read(c.ctx, sql); !errors.As(err, &syntax) {
			errs = append(errs, fmt.Errorf("%q gives %w, want a *SyntaxError", sql, err))
		}
	}
	return errors.Join(errs...)
}

func (c *conformance) describe() error {
	fields, err := c.e.Describe(c.ctx, "select cast('x' as varchar) as a_name, true as is_b, cast(1 as integer) as c_count, cast(1 as bigint) as d_count,"+
		" cast(1 as double) as e_share, cast(1 as decimal(18,2)) as f_eur, cast('2022-01-01' as date) as g_date,\n"+
		"cast('2022-01-01 10:00:00' as timestamp) as h_at, cast('f0000000-0000-0000-0000-000000000001' as uuid) as i_id -- a remark")
	if err != nil {
		return err
	}
	return want("describe", fields, "[{a_name varchar} {is_b boolean} {c_count integer} {d_count bigint} {e_share double} {f_eur decimal(18,2)} {g_date date} {h_at timestamp} {i_id uuid}]")
}

func (c *conformance) values() error {
	return c.gives("select cast('a' as varchar), true, cast(7 as integer), cast(8 as bigint), cast(0.5 as double), cast(7.5 as decimal(18,2)),"+
		" cast('2022-01-31' as date), cast('2022-01-31 10:00:00.25' as timestamp), cast('f0000000-0000-0000-0000-000000000001' as uuid), cast(null as date)",
		"a|true|7|8|0.5|7.50|2022-01-31|2022-01-31 10:00:00.25|f0000000-0000-0000-0000-000000000001|<nil>")
}

func (c *conformance) views() error {
	for _, sql := range []string{"create schema conform", `create view conform.a as select 1 as x`, `create view "b" as select x + 1 as x from conform.a`,
		"create table t (v varchar)", "insert into t values ('é'), (null)"} {
		if err := c.e.Exec(c.ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return errors.Join(c.gives("select x from b", "2"), c.gives("select count(*), count(v), max(length(v)) from t", "2|1|1"))
}

// shared runs what models are allowed to use, with results known by hand.
func (c *conformance) shared() error {
	numbers := "(values (1, 'a', 10), (2, 'a', 20), (3, 'b', 40)) as v(n, k, x)"
	var errs []error
	for _, test := range [][2]string{
		{"select k, sum(x) filter (where n > 1), count_if(n > 1), max_by(n, x), bool_or(n = 3) from " + numbers + " group by k order by k", "a|20|1|2|false b|40|1|3|true"},
		{"select k, sum(x) from " + numbers + " group by grouping sets ((k), ()) order by k nulls last", "a|30 b|40 <nil>|70"},
		{"select n, row_number() over (partition by k order by n desc), lag(x) over (order by n) from " + numbers + " order by n", "1|2|<nil> 2|1|10 3|1|20"},
		{"select date_diff('day', cast('2022-01-31' as date), cast('2022-03-01' as date))", "29"},
		{"select cast(date_trunc('month', cast('2022-03-31' as date)) as date), cast(cast('2022-03-31' as date) + interval '1' day as date)", "2022-03-01|2022-04-01"},
		{"select cast(date_trunc('week', cast('2022-01-01' as date)) as date)", "2021-12-27"},
		{"select null is not distinct from null, coalesce(null, 2), cast(7 as double) / 2", "true|2|3.5"},
		{"select v.x from " + numbers + " where not exists (select 1 from (values (3)) as w(n) where w.n = v.n) order by v.x", "10 20"},
	} {
		errs = append(errs, c.gives(test[0], test[1]))
	}
	return errors.Join(errs...)
}

func (c *conformance) materialise() error {
	const sql = "select n, k from (values (3, 'c'), (1, 'é'), (2, null)) as v(n, k) order by n -- a remark"
	var first []byte
	for i := range 2 {
		file := filepath.Join(c.dir, fmt.Sprintf("it's %d.parquet", i))
		n, err := c.e.Materialise(c.ctx, sql, file)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if first == nil {
			first = content
		}
		if n != 3 || string(content) != string(first) {
			return fmt.Errorf("writes %d rows in %d bytes, want 3 rows and the same bytes each time", n, len(content))
		}
	}
	return c.gives(c.e.Files(nil, []string{filepath.Join(c.dir, "it's 0.parquet")}), "1|é 2|<nil> 3|c")
}

func (c *conformance) files() error {
	var paths []string
	for i, sql := range []string{"select 1 as a, 'x' as b", "select cast('2' as varchar) as a, true as c"} {
		paths = append(paths, filepath.Join(c.dir, fmt.Sprintf("part%d.parquet", i)))
		if _, err := c.e.Materialise(c.ctx, sql, paths[i]); err != nil {
			return err
		}
	}
	columns := []models.SchemaField{{Name: "b", Type: "varchar"}, {Name: "a", Type: "bigint"}, {Name: "d", Type: "date"}}
	return errors.Join(
		c.gives("select * from ("+c.e.Files(columns, paths)+") as f order by a", "x|1|<nil> <nil>|2|<nil>"),
		c.gives("select count(*), count(d) from ("+c.e.Files(columns, nil)+") as f", "0|0"),
	)
}

// cancel stops a join that would run for minutes.
func (c *conformance) cancel() error {
	ctx, stop := context.WithCancel(c.ctx)
	timer := time.AfterFunc(100*time.Millisecond, stop)
	defer timer.Stop()
	defer stop()
	ten := "(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"
	var from []string
	for i := range 12 {
		from = append(from, fmt.Sprintf("%s as t%d(d%d)", ten, i, i))
	}
	rows, err := c.e.Query(ctx, "select sum(d0 * d1 + d11) from "+strings.Join(from, " cross join "))
	if err == nil {
		for rows.Next() {
			return errors.Join(errors.New("a cancelled query gave a row"), rows.Close())
		}
		err = errors.Join(rows.Err(), rows.Close())
	}
	if err == nil {
		return errors.New("a cancelled query ended without an error")
	}
	return c.gives("select 1", "1") // and the engine goes on
}
