package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

const stagedStays = `/* model
name: stg_tool__stays
about: stays
grain: one row per stay
key: [stay_id]
columns:
  - {name: stay_id, type: varchar}
  - {name: person_count, type: bigint}
  - {name: province_code, type: varchar}
  - {name: start_date, type: date}
  - {name: end_date, type: date}
checks:
  - {not_null: [stay_id, start_date]}
*/
select stay_id, person_count, province_code, start_date, end_date from raw.tool__stays
`

const factStay = `/* model
name: fct_stay
about: stays
grain: one row per stay
key: [stay_id]
order: [start_date]
columns:
  - {name: stay_id, type: varchar}
  - {name: person_count, type: bigint}
  - {name: province_code, type: varchar, missing: not known}
  - {name: start_date, type: date}
  - {name: end_date, type: date, missing: still there}
checks:
  - {not_null: [stay_id]}
  - {accepted: {column: province_code, values: [x, y]}, severity: warn}
*/
with stays as (select * from stg_tool__stays)
select stay_id, person_count, province_code, start_date, end_date from stays
`

const factLong = `/* model
name: fct_long_stay
about: stays of several persons
grain: one row per stay
key: [stay_id]
columns:
  - {name: stay_id, type: varchar}
checks:
  - {references: {column: stay_id, relation: fct_stay, to: stay_id}}
*/
select stay_id from fct_stay where person_count > 1
`

// stays is a small project with a view, two tables and three deliveries.
func stays(t testing.TB) *lake {
	l := newLake(t)
	l.put("sql/staging/stg_tool__stays.sql", stagedStays)
	l.put("sql/marts/fct_stay.sql", factStay)
	l.put("sql/marts/fct_long_stay.sql", factLong)
	l.deliver("stays", "2022-03-21",
		"'a', 2, 'x', '2022-03-02', '2022-04-01', null",
		"'b', 3, 'x', '2022-03-31', null, null",
		"'c', 1, 'y', '2022-04-15', '2022-06-30', null",
		"'d', 5, 'y', '2022-06-01', null, null",
		"'e', 1, null, '2022-06-02', null, null")
	return l
}

func build(t testing.TB, w *Warehouse, o BuildOptions) *Built {
	t.Helper()
	b, err := w.Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBuildMakesTablesInTheOrderTheyReadEachOther(t *testing.T) {
	l := stays(t)
	var steps []string
	b := build(t, l.open(""), BuildOptions{Progress: func(s Step) {
		if s.Done {
			steps = append(steps, fmt.Sprintf("%d/%d %s %t %d", s.Number, s.Of, s.Name, s.Rebuilt, s.Rows))
		}
	}})
	equal(t, "steps", strings.Join(steps, ", "), "1/3 stg_tool__stays false 0, 2/3 fct_stay true 5, 3/3 fct_long_stay true 3")
	if b.Rebuilt != 2 || len(b.Tables) != 3 || b.Tables[0].File != nil || b.Tables[1].File.Rows != 5 {
		t.Errorf("built %+v", b)
	}
	equal(t, "inputs", fmt.Sprint(b.Tables[1].Inputs, b.Tables[0].Inputs), "[stg_tool__stays] [raw.tool__stays]")
	equal(t, "order", rowsOf(t, l.open(""), "select stay_id from fct_stay"), "a b c d e")
	left, err := os.ReadDir(l.layout.Temporary())
	if err != nil || len(left) != 0 {
		t.Errorf("temporary files left: %v, %v", left, err)
	}
	// What is there is not made again, and the manifest's entry stays the same.
	l.manifest.Tables = b.Tables
	again := build(t, l.open(""), BuildOptions{})
	if again.Rebuilt != 0 {
		t.Errorf("rebuilt %d, want 0", again.Rebuilt)
	}
	equal(t, "tables", entries(again), entries(b))
	full := build(t, l.open(""), BuildOptions{Full: true})
	if full.Rebuilt != 2 {
		t.Errorf("full build rebuilt %d, want 2", full.Rebuilt)
	}
	equal(t, "same bytes", entries(full), entries(b))
}

func entries(b *Built) string {
	var out []string
	for _, t := range b.Tables {
		file := ""
		if t.File != nil {
			file = fmt.Sprint(*t.File)
		}
		out = append(out, fmt.Sprint(t.Name, t.Fingerprint, t.Inputs, t.Schema, file))
	}
	return strings.Join(out, "\n")
}

func prints(t *testing.T, l *lake, known models.Date) map[string]string {
	t.Helper()
	w := l.open(known)
	w.mu.Lock()
	defer w.mu.Unlock()
	nodes, err := w.order(context.Background(), w.modelNames()...)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, n := range nodes {
		if out[n.name], err = w.fingerprint(context.Background(), n); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestFingerprintChangesExactlyWithWhatTheFileDependsOn(t *testing.T) {
	all := []string{"raw.tool__stays", "stg_tool__stays", "fct_stay", "fct_long_stay"}
	cases := []struct {
		name    string
		change  func(l *lake) models.Date
		changed []string
	}{
		{"nothing", func(l *lake) models.Date { return "" }, nil},
		{"comment and layout", func(l *lake) models.Date {
			l.put("sql/marts/fct_stay.sql", strings.Replace(factStay, "with stays", "-- why\nwith\n  stays", 1))
			return ""
		}, nil},
		{"words about a column", func(l *lake) models.Date {
			l.put("sql/marts/fct_stay.sql", strings.Replace(factStay, "not known", "unknown", 1))
			return ""
		}, nil},
		{"another entity", func(l *lake) models.Date { l.deliver("referrals", "2022-03-01", "'a', null"); return "" }, nil},
		{"a later date without deliveries", func(l *lake) models.Date { return "2022-12-31" }, nil},
		{"a delivery", func(l *lake) models.Date {
			l.deliver("stays", "2022-04-01", "'f', 1, 'x', '2022-04-01', null, null")
			return ""
		}, all},
		{"a delivery that is not known yet", func(l *lake) models.Date {
			l.deliver("stays", "2022-04-01", "'f', 1, 'x', '2022-04-01', null, null")
			return "2022-03-31"
		}, nil},
		{"SQL", func(l *lake) models.Date {
			l.put("sql/marts/fct_stay.sql", factStay+"where person_count > 0\n")
			return ""
		}, []string{"fct_stay", "fct_long_stay"}},
		{"row order", func(l *lake) models.Date {
			l.put("sql/marts/fct_stay.sql", strings.Replace(factStay, "order: [start_date]", "order: [end_date]", 1))
			return ""
		}, []string{"fct_stay", "fct_long_stay"}},
		{"the last table", func(l *lake) models.Date {
			l.put("sql/marts/fct_long_stay.sql", strings.Replace(factLong, "> 1", "> 2", 1))
			return ""
		}, []string{"fct_long_stay"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l := stays(t)
			before := prints(t, l, "")
			after := prints(t, l, c.change(l))
			var changed []string
			for _, name := range all {
				if before[name] != after[name] {
					changed = append(changed, name)
				}
			}
			equal(t, "changed", fmt.Sprint(changed), fmt.Sprint(c.changed))
		})
	}
}

func TestTextOfAKnowledgeDateIsPartOfTheFingerprintOnlyWhereItIsRead(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/fct_stay.sql", strings.Replace(factStay, "from stays\n", "from stays cross join ref.knowledge where start_date <= known_at\n", 1))
	a, b := prints(t, l, "2022-03-21"), prints(t, l, "2022-03-22")
	if a["fct_stay"] == b["fct_stay"] || a["stg_tool__stays"] != b["stg_tool__stays"] {
		t.Errorf("fct_stay %s, %s; stg %s, %s", a["fct_stay"], b["fct_stay"], a["stg_tool__stays"], b["stg_tool__stays"])
	}
}

func TestRebuildsAreByteIdenticalOnOneThreadAndOnTwo(t *testing.T) {
	l := newLake(t)
	l.put("sql/marts/fct_many.sql", `/* model
name: fct_many
grain: one row per number
key: [many_code]
order: [group_code]
columns:
  - {name: many_code, type: bigint}
  - {name: group_code, type: bigint}
  - {name: label_name, type: varchar}
  - {name: share, type: double}
*/
with recursive digits as (select 0 as d union all select d + 1 from digits where d < 9),
numbers as (select cast(a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d as bigint) as n
  from digits as a, digits as b, digits as c, digits as e, digits as f, digits as g where g.d < 4)
select n as many_code, mod(n * 7919, 97) as group_code, 'label ' || cast(mod(n * 31, 1009) as varchar) as label_name,
  cast(n as double) / 7 as share
from numbers
`)
	var sums []string
	for _, threads := range []int{1, 2, 4, 2} {
		w, err := Open(context.Background(), Options{Layout: l.layout, Project: l.project(), Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		b := build(t, w, BuildOptions{Full: true})
		sums = append(sums, b.Tables[0].File.SHA256)
		w.Close()
	}
	for _, s := range sums[1:] {
		if s != sums[0] {
			t.Errorf("hashes differ: %v", sums)
		}
	}
}

func TestReadersOfAnEarlierDateBuildWhatIsMissing(t *testing.T) {
	l := stays(t)
	l.deliver("stays", "2022-04-01", "'a', 9, 'x', '2022-03-02', null, null")
	l.manifest.Tables = build(t, l.open(""), BuildOptions{}).Tables
	w := l.open("2022-03-21")
	equal(t, "then", rowsOf(t, w, "select person_count from fct_stay where stay_id = 'a'"), "2")
	equal(t, "now", rowsOf(t, l.open(""), "select person_count from fct_stay where stay_id = 'a'"), "9")
	files, err := filepath.Glob(filepath.Join(l.layout.Root, "marts", "fct_stay", "*.parquet"))
	if err != nil || len(files) != 2 {
		t.Errorf("files %v, %v, want 2", files, err)
	}
	// The reader's lineage names the file that it made, with its hash.
	lineage, err := w.Lineage("fct_stay")
	if err != nil {
		t.Fatal(err)
	}
	last := lineage.Tables[len(lineage.Tables)-1]
	if last.Name != "fct_stay" || last.File == nil || last.File.Rows != 5 || len(last.File.SHA256) != 64 {
		t.Errorf("lineage %+v", last)
	}
	if len(lineage.Deliveries) != 1 || lineage.Deliveries[0].LoadID != "stays1" {
		t.Errorf("deliveries %+v", lineage.Deliveries)
	}
}

func messages(err error) string {
	var out []string
	for _, e := range models.Flatten(err) {
		var m *models.Error
		if !errors.As(e, &m) {
			return "not a user error: " + err.Error()
		}
		out = append(out, e.Error())
	}
	return strings.Join(out, "\n") + "\n"
}

func TestAllThatIsWrongWithSQLIsToldAtOnce(t *testing.T) {
	l := stays(t)
	l.put("sql/staging/stg_tool__stays.sql", strings.NewReplacer(
		"person_count, type: bigint", "person_count, type: integer",
		"  - {name: end_date, type: date}\n", "  - {name: until_date, type: date}\n").Replace(stagedStays))
	l.put("sql/marts/fct_stay.sql", strings.Replace(factStay, "from stg_tool__stays", "from stg_tool__stay", 1))
	l.put("sql/marts/fct_long_stay.sql", strings.NewReplacer("select stay_id from", "select stay_id,\n  persons_count from", "key: [stay_id]", "key: [stay]").Replace(factLong))
	l.put("sql/marts/fct_wide.sql", "/* model\nname: fct_wide\ngrain: g\nkey: [a_code]\ncolumns:\n  - {name: a_code, type: bigint}\n  - {name: b_count, type: bigint}\n  - {name: c_count, type: hugeint}\n*/\nselect\n  sum(person_count) as c_count, cast(1 as bigint) as b_count, cast(1 as bigint) as a_code\nfrom stg_tool__stays\n")
	l.put("sql/marts/fct_swapped.sql", "/* model\nname: fct_swapped\ngrain: g\nkey: [a_code]\ncolumns:\n  - {name: a_code, type: bigint}\n  - {name: b_count, type: bigint}\n*/\nselect cast(1 as bigint) as b_count, cast(1 as bigint) as a_code\n")
	l.put("sql/marts/fct_two.sql", "/* model\nname: fct_two\ngrain: g\nkey: [a_code]\ncolumns:\n  - {name: a_code, type: bigint}\n*/\nselect 1;\nselect 2\n")
	l.put("sql/marts/fct_torn.sql", "/* model\nname: fct_torn\ngrain: g\nkey: [a_code]\ncolumns:\n  - {name: a_code, type: bigint}\n*/\nselect 1 as a_code\n  form stg_tool__stays\n")
	l.put("sql/checks/none.sql", "/* check\nname: none\nseverity: block\nowner: registrar\nfix: none\n*/\nselect * from raw.tool__place\n")
	_, err := l.open("").Build(context.Background(), BuildOptions{})
	golden(t, "wrong.txt", messages(err))
}

func TestCycleIsToldWithItsRound(t *testing.T) {
	l := stays(t)
	l.put("sql/staging/stg_tool__stays.sql", strings.Replace(stagedStays, "from raw.tool__stays", "from raw.tool__stays where stay_id not in (select stay_id from fct_long_stay)", 1))
	_, err := l.open("").Build(context.Background(), BuildOptions{})
	equal(t, "message", messages(err),
		"sql/marts/fct_long_stay.sql: reads itself: fct_long_stay reads fct_stay reads stg_tool__stays reads fct_long_stay; take the shared part out into a relation of its own\n")
}

func TestErrorWhileRunningNamesTheFile(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/fct_long_stay.sql", strings.Replace(factLong, "select stay_id from", "select cast(cast(stay_id as integer) as varchar) as stay_id from", 1))
	_, err := l.open("").Build(context.Background(), BuildOptions{})
	if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "sql/marts/fct_long_stay.sql") || !strings.Contains(err.Error(), "Conversion Error") {
		t.Errorf("error %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(l.layout.Root, "marts", "fct_long_stay", "*"))
	if len(files) != 0 {
		t.Errorf("left %v", files)
	}
}
