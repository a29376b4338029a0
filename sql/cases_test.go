package sql_test

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// A case is a file of given rows and expected answers, computed by hand. It says
// in rows what a definition says in words: a metric whose filter, denominator or
// date is changed gives another answer here.
type caseFile struct {
	About   string            `yaml:"about"`
	KnownAt models.Date       `yaml:"known_at"`
	Given   map[string]string `yaml:"given"` // relation -> CSV; what is not given is null
	Asks    []ask             `yaml:"asks"`
}

// ask is one question to a metric, or to a relation that the given rows lead to.
type ask struct {
	Metric    string              `yaml:"metric"`
	By        []string            `yaml:"by"`
	At        models.Date         `yaml:"at"`
	From      models.Date         `yaml:"from"`
	To        models.Date         `yaml:"to"`
	Where     map[string][]string `yaml:"where"`
	Geography string              `yaml:"geography"`
	Relation  string              `yaml:"relation"` // instead of Metric
	Columns   []string            `yaml:"columns"`  // of the relation, all when not named
	Only      string              `yaml:"only"`     // condition on the rows of the relation
	Also      []string            `yaml:"also"`     // columns of the answer behind value and n
	Expect    string              `yaml:"expect"`   // CSV: dimensions, value, n; or the columns
}

const casesFolder = "testdata/cases"

func readCases(t *testing.T) map[string]caseFile {
	t.Helper()
	files, err := filepath.Glob(casesFolder + "/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", casesFolder, err)
	}
	out := map[string]caseFile{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c caseFile
		if err := models.ReadYAML(file, 0, text, &c); err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(filepath.Base(file), ".yml")] = c
	}
	return out
}

func TestGivenRowsGiveTheAnswersComputedByHand(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		tell(t, err)
		t.FailNow()
	}
	for name, c := range readCases(t) {
		t.Run(name, func(t *testing.T) {
			b := benchOf(t, p, name, c)
			for i, a := range c.Asks {
				if got, want := b.answer(a), lines(a.Expect); !slices.Equal(got, want) {
					t.Errorf("ask %d, %s%s by %v:\n%s\nwant:\n%s", i+1, a.Metric, a.Relation, a.By, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
		})
	}
}

// A definition that no case holds may be changed without anybody noticing.
func TestEveryMeasurableMetricHasACase(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, c := range readCases(t) {
		for _, a := range c.Asks {
			asked[a.Metric] = true
		}
	}
	for _, m := range p.Metrics {
		if m.NotMeasurable == "" && !asked[m.Name] {
			t.Errorf("metric %s has no case in sql/%s", m.Name, casesFolder)
		}
	}
}

func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// bench is an engine with the given rows as tables and the rest of the project
// made of them.
type bench struct {
	t         *testing.T
	db        *duck.DB
	project   *models.Project
	known     models.Date
	made      map[string]bool
	relations map[string]*models.Relation
}

var benches = map[string]*bench{}

// benchOf gives the bench of a case, made once for all tests that ask of it.
func benchOf(t *testing.T, p *models.Project, name string, c caseFile) *bench {
	t.Helper()
	b := benches[name]
	if b == nil {
		b = newBench(t, p, c.KnownAt)
		b.start(c.Given)
		benches[name] = b
	}
	b.t = t
	return b
}

func newBench(t *testing.T, p *models.Project, known models.Date) *bench {
	b := &bench{t: t, project: p, known: known, made: map[string]bool{}, relations: map[string]*models.Relation{}}
	for _, r := range p.Relations {
		b.relations[r.Name] = r
	}
	return b
}

func (b *bench) exec(sql string) {
	b.t.Helper()
	if _, err := b.db.ExecContext(context.Background(), sql); err != nil {
		b.t.Fatalf("%v\n%s", err, sql)
	}
}

func (b *bench) start(given map[string]string) {
	b.t.Helper()
	db, err := duck.Open(context.Background(), duck.Options{Threads: 1})
	if err != nil {
		b.t.Fatal(err)
	}
	b.db = db // in memory, until the tests are over
	b.exec("create schema ref")
	b.exec("create view ref.knowledge as select cast(" + duck.Quote(string(b.known)) + " as date) as known_at")
	lists, err := fs.Glob(b.project.FS, "models/reference/*.csv")
	if err != nil {
		b.t.Fatal(err)
	}
	for _, list := range lists {
		name := "ref." + strings.TrimSuffix(filepath.Base(list), ".csv")
		if rows, ok := given[name]; ok {
			b.table(name, rows, nil)
			continue
		}
		text, err := fs.ReadFile(b.project.FS, list)
		if err != nil {
			b.t.Fatal(err)
		}
		b.table(name, string(text), nil)
	}
	for name, rows := range given {
		if strings.HasPrefix(name, "ref.") {
			continue // a reference list in place of the project's own
		}
		r, ok := b.relations[name]
		if !ok {
			b.t.Fatalf("given %s is no relation", name)
		}
		b.table(name, rows, r.Columns)
		b.made[name] = true
	}
}

// table makes a table of CSV rows; columns are all text when there are none.
func (b *bench) table(name, text string, columns []models.RelationColumn) {
	b.t.Helper()
	reader := csv.NewReader(strings.NewReader(text))
	reader.TrimLeadingSpace = true
	rows, err := reader.ReadAll()
	if err != nil || len(rows) == 0 {
		b.t.Fatalf("rows of %s: %v", name, err)
	}
	head := rows[0]
	if columns == nil {
		for _, h := range head {
			columns = append(columns, models.RelationColumn{Name: h, Type: "varchar"})
		}
	}
	for _, h := range head {
		if !slices.ContainsFunc(columns, func(c models.RelationColumn) bool { return c.Name == h }) {
			b.t.Fatalf("%s has no column %s", name, h)
		}
	}
	made := make([]string, len(columns))
	for i, c := range columns {
		made[i] = c.Name + " " + c.Type
	}
	b.exec("create table " + name + " (" + strings.Join(made, ", ") + ")")
	tuples := make([]string, 0, len(rows))
	for _, row := range rows[1:] {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = "null"
			if at := slices.Index(head, c.Name); at >= 0 && row[at] != "" {
				cell := row[at]
				// A person in a case is a small number; the engine wants all digits.
				if c.Type == "uuid" {
					cell = fmt.Sprintf("00000000-0000-0000-0000-%012s", cell)
				}
				cells[i] = "cast(" + duck.Quote(cell) + " as " + c.Type + ")"
			}
		}
		tuples = append(tuples, "("+strings.Join(cells, ", ")+")")
	}
	if len(tuples) > 0 {
		b.exec("insert into " + name + " values " + strings.Join(tuples, ",\n"))
	}
}

var relationName = regexp.MustCompile(`\b(stg|int|dim|fct)_\w+`)

var told = regexp.MustCompile(`\braw\.\w+__told\b`)

// make gives a relation as a table made of what its statement names: a view would
// be computed again by each that reads it. An export that the case does not give is
// empty.
func (b *bench) make(name string) {
	r, ok := b.relations[name]
	if !ok || b.made[name] {
		return
	}
	b.made[name] = true
	if below := told.FindString(r.SQL); below != "" {
		// Nothing is said of deliveries: an export tells until the knowledge date.
		b.exec("create schema if not exists raw")
		b.exec("create table " + below + " as select cast(null as date) as told_until_date")
	} else if strings.HasPrefix(name, "stg_") {
		b.table(name, r.Columns[0].Name+"\n", r.Columns)
		return
	}
	for _, below := range relationName.FindAllString(r.SQL, -1) {
		b.make(below)
	}
	b.exec("create table " + name + " as " + r.SQL)
}

// answer gives rows as CSV lines: numbers as short as they can be, an unknown
// value as "-".
func (b *bench) answer(a ask) []string {
	b.t.Helper()
	if a.Metric == "" {
		b.make(a.Relation)
		columns, only := "*", ""
		if len(a.Columns) > 0 {
			columns = strings.Join(a.Columns, ", ")
		}
		if a.Only != "" {
			only = " where " + a.Only
		}
		return b.rows("select " + columns + " from " + a.Relation + only + " order by all")
	}
	m, err := b.project.Metric(a.Metric)
	if err != nil {
		b.t.Fatal(err)
	}
	plan, sql := b.plan(m, a)
	b.agrees(m, plan, sql)
	return b.rows(answered(sql, len(a.By), a.Also...))
}

// plan makes what the metric reads, and the statement that the ask is.
func (b *bench) plan(m *models.Metric, a ask) (*scope.Plan, string) {
	b.t.Helper()
	b.make(m.Relation)
	for _, name := range relationName.FindAllString(m.SQL, -1) {
		b.make(name)
	}
	if a.Geography != "" {
		b.make(b.project.Geography.Relation)
	}
	q := models.MetricQuery{Metric: m.Name, By: a.By, At: a.At, From: a.From, To: a.To, Geography: a.Geography}
	for dimension, values := range a.Where {
		q.Where = append(q.Where, models.Filter{Dimension: dimension, Values: values})
	}
	plan, errs := scope.New(b.project, m, b.relations[m.Relation], q, b.known)
	if len(errs) > 0 {
		b.t.Fatal(errs)
	}
	if plan.NeedsStart() {
		plan.From = "2000-01-01"
	}
	sql, _ := plan.SQL()
	return plan, sql
}

// answered reads what a case expects of a metric's statement.
func answered(sql string, dims int, also ...string) string {
	columns := []string{}
	for i := range dims {
		columns = append(columns, fmt.Sprintf("dim_%d", i+1))
	}
	return "select " + strings.Join(append(append(columns, "value", "n"), also...), ", ") + " from (" + sql + ") as answered order by all"
}

func (b *bench) rows(sql string) []string {
	b.t.Helper()
	out, err := b.try(sql)
	if err != nil {
		b.t.Fatalf("%v\n%s", err, sql)
	}
	return out
}

// try gives the rows of a statement that may be wrong.
func (b *bench) try(sql string) ([]string, error) {
	rows, err := b.db.QueryContext(context.Background(), sql)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []string
	for rows.Next() {
		cells := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		texts := make([]string, len(cells))
		for i, c := range cells {
			texts[i] = shown(c)
		}
		out = append(out, strings.Join(texts, ","))
	}
	return out, rows.Err()
}

func shown(cell any) string {
	switch v := cell.(type) {
	case nil:
		return "-"
	case float64:
		// Six digits tell one definition from another; the last ones are the engine's.
		return strconv.FormatFloat(v, 'g', 6, 64)
	case interface{ Format(string) string }:
		return v.Format("2006-01-02")
	case []byte: // the small number of a person, see table
		return strings.TrimLeft(hex.EncodeToString(v), "0")
	}
	return fmt.Sprint(cell)
}
