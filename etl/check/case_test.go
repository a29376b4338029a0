package check_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

var update = flag.Bool("update", false, "write what came out as what is expected")

// engine opens an engine that makes pseudonyms with a fixed key.
func engine(t testing.TB) *duck.DB {
	t.Helper()
	db, err := duck.Open(context.Background(), duck.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	key, err := protect.NewKey(strings.NewReader("a key for tests, 32 bytes of text"))
	if err != nil {
		t.Fatal(err)
	}
	if err := key.Register(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

func lists(t testing.TB) check.Lists {
	t.Helper()
	l, err := check.ReadLists(os.DirFS("testdata/project"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// entity reads the one entity of a contract.
func entity(t testing.TB, file string) *models.Entity {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &models.Source{}
	if err := models.ReadYAML("contract.yml", 0, text, s); err != nil {
		t.Fatal(err)
	}
	e := &s.Entities[0]
	e.Source, e.File = s.Name, "contract.yml"
	return e
}

// cells gives the relation of a file of cells: unquoted empty is a missing
// cell, "" an empty one. The first line of data is line 2.
func cells(t testing.TB, file string) (from string, columns []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := bytes.Cut(text, []byte("\n"))
	columns, err = csv.NewReader(bytes.NewReader(head)).Read()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range columns {
		names = append(names, fmt.Sprintf("'c%d': 'VARCHAR'", i+1))
	}
	return fmt.Sprintf("(select row_number() over () + 1 as _line, * from read_csv(%s, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"+
		" allow_quoted_nulls = false, columns = {%s}))", duck.Quote(file), strings.Join(names, ", ")), columns
}

// table runs a query and gives its rows as CSV; null is written as \N.
func table(t testing.TB, db *duck.DB, query string) string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(columns)
	for rows.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out := make([]string, len(columns))
		for i, c := range row {
			if out[i] = fmt.Sprint(c); c == nil {
				out[i] = `\N`
			}
		}
		_ = w.Write(out)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	w.Flush()
	return b.String()
}

// asText casts each column to text, so that what is compared does not depend on
// how the driver prints a type.
func asText(schema []models.SchemaField, query string) string {
	var out []string
	for _, f := range schema {
		if f.Name == "_line" || !strings.HasPrefix(f.Name, "_") {
			out = append(out, fmt.Sprintf("cast(%s as varchar) as %s", duck.Ident(f.Name), duck.Ident(f.Name)))
		}
	}
	return "select " + strings.Join(out, ", ") + " from (" + query + ") as t order by t._line"
}

func same(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\ngot\n%s\nwant\n%s", filepath.Base(file), got, want)
	}
}

// TestCases runs each folder of testdata/cases: a contract and cells give the
// good rows and the rejects, or the errors of a header that does not fit.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) < 25 {
		t.Fatalf("%d cases, %v", len(folders), err)
	}
	db, refs := engine(t), lists(t)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			e := entity(t, filepath.Join(folder, "contract.yml"))
			from, columns := cells(t, filepath.Join(folder, "input.csv"))
			plan, err := check.Compile(e, columns, e.Format.Kind, refs)
			if err != nil {
				var lines []string
				for _, e := range models.Flatten(err) {
					lines = append(lines, fmt.Sprintf("[%s] %v\n", models.CodeOf(e), e))
				}
				same(t, filepath.Join(folder, "errors.txt"), strings.Join(lines, ""))
				return
			}
			same(t, filepath.Join(folder, "good.csv"), table(t, db, asText(plan.Schema(), plan.Good(from, false))))
			same(t, filepath.Join(folder, "rejects.csv"), table(t, db, plan.Rejects(from)))
			if plan.Warns() {
				same(t, filepath.Join(folder, "warnings.csv"), table(t, db, plan.Warnings(from)))
			}
			if counts := plan.Counts(from); counts != "" {
				same(t, filepath.Join(folder, "counts.csv"), table(t, db, counts))
			}
			conserve(t, db, plan, from)
		})
	}
}

// What a case shows must be a contract that a project can have: what is refused
// when a project is loaded never gets this far.
func TestContractsOfCasesLoadInAProject(t *testing.T) {
	contracts, err := filepath.Glob("testdata/cases/*/contract.yml")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"peil.yml": {Data: []byte("name: cases\n")}}
	references, err := filepath.Glob("testdata/project/models/reference/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	read := func(file string) []byte {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, file := range references {
		files["models/reference/"+filepath.Base(file)] = &fstest.MapFile{Data: read(file)}
	}
	for _, file := range contracts {
		if strings.Contains(file, "contract_cannot_work") {
			continue // what check refuses, too
		}
		files["models/sources/x.yml"] = &fstest.MapFile{Data: read(file)}
		if _, err := models.LoadProject(files); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// conserve says that every row is good, rejected or counted in another row, one
// of these and never two, and that the good rows have the types of the schema.
func conserve(t testing.TB, db *duck.DB, plan *check.Plan, from string) {
	t.Helper()
	lines := func(query string) []string {
		return strings.Fields(table(t, db, "select cast(_line as varchar) as line from ("+query+") as t order by t._line"))[1:]
	}
	all, good := lines("select _line from "+from), lines(plan.Good(from, false))
	bad := slices.Compact(lines(plan.Rejects(from)))
	both := append(slices.Clone(good), bad...)
	if merging := plan.Merging(); len(merging) > 0 {
		both = append(both, lines(fmt.Sprintf("select _line from (%s) as w where rule in ('%s')", plan.Warnings(from), strings.Join(merging, "', '")))...)
	}
	slices.Sort(both)
	slices.Sort(all)
	if !slices.Equal(all, both) {
		t.Fatalf("%d rows, %d good and %d rejected: want each row once\n%v\n%v", len(all), len(good), len(bad), good, bad)
	}
	var got []string
	rows, err := db.Query("describe " + plan.Good(from, false))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind string
		var rest [4]any
		if err := rows.Scan(&name, &kind, &rest[0], &rest[1], &rest[2], &rest[3]); err != nil {
			t.Fatal(err)
		}
		got = append(got, name+" "+kind)
	}
	var want []string
	for _, f := range plan.Schema() {
		if !strings.HasPrefix(f.Name, "_") {
			want = append(want, f.Name+" "+f.Type)
		}
	}
	if want = append(want, "_line BIGINT"); !slices.Equal(got, want) {
		t.Fatalf("Good gives %v, want %v", got, want)
	}
}
