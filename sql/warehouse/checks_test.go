package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

func results(t *testing.T, w *Warehouse) string {
	t.Helper()
	all, err := w.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range all {
		if c.AboutIn("nl") == "" || c.AboutIn("en") == "" || c.FixIn("nl") == "" || c.FixIn("en") == "" || c.OwnerIn("en") == "" {
			t.Errorf("%s says not what it is about, who must act or what to do", c.Name)
		}
		out = append(out, fmt.Sprintf("%s %s %d", c.Name, c.Severity, c.Failures))
	}
	return strings.Join(out, "\n")
}

func TestChecksCountTheRowsThatFail(t *testing.T) {
	l := stays(t)
	l.put("sql/checks/no_long_names.sql", "/* check\nname: no_long_names\nabout_nl: Namen zijn kort.\nseverity: warn\nowner: registrar\nfix: shorten\n*/\nselect * from fct_stay where length(stay_id) > 2 -- more than two\n")
	equal(t, "all well", results(t, l.open("")), `raw.tool__stays.rows block 0
raw.tool__stays.size warn 0
fct_long_stay.references.stay_id block 0
fct_long_stay.key block 0
fct_stay.not_null.stay_id block 0
fct_stay.accepted.province_code warn 0
fct_stay.key block 0
stg_tool__stays.not_null.stay_id block 0
stg_tool__stays.not_null.start_date block 0
stg_tool__stays.key block 0
no_long_names warn 0`)

	l.deliver("stays", "2022-04-01", "'long', 1, 'q', null, null, false", "'lang', 1, 'w', null, null, false")
	// The long stays are given twice and one of them is not among the stays.
	l.put("sql/marts/fct_long_stay.sql", strings.Replace(factLong, "select stay_id from fct_stay where person_count > 1",
		"select stay_id from fct_stay where stay_id = 'a' union all select 'a' union all select 'zz' union all select null", 1))
	l.manifest.Deliveries[0].Kept = 7 // two rows more than there are
	equal(t, "all wrong", results(t, l.open("")), `raw.tool__stays.rows block 2
raw.tool__stays.size warn 0
fct_long_stay.references.stay_id block 1
fct_long_stay.key block 1
fct_stay.not_null.stay_id block 0
fct_stay.accepted.province_code warn 2
fct_stay.key block 0
stg_tool__stays.not_null.stay_id block 0
stg_tool__stays.not_null.start_date block 2
stg_tool__stays.key block 0
no_long_names warn 2`)
}

const factLimits = `/* model
name: fct_limit
grain: one row per stay
key: [stay_id]
columns:
  - {name: stay_id, type: varchar}
  - {name: person_count, type: bigint}
  - {name: start_date, type: date}
checks:
  - {range: {column: person_count, min: 2, max: 3}, severity: warn, owner: the tool's keeper, fix: count again}
  - {range: {column: start_date, min: 2022-03-31}}
  - {row_count: {min: 7, max: 9}}
  - {row_count: {max: 3}, severity: warn}
*/
select stay_id, person_count, start_date from fct_stay
`

// Stays of 1, of 5 and of 1 person, and one that began before the last day of March; there
// are five rows, two fewer than seven and two more than three.
func TestRangesAndNumbersOfRowsAreCountedWithWhoMustAct(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/fct_limit.sql", factLimits)
	w := l.open("")
	all, err := w.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range all {
		if strings.HasPrefix(c.Name, "fct_limit") {
			got = append(got, fmt.Sprintf("%s %s %d %s: %s", c.Name, c.Severity, c.Failures, c.OwnerIn("en"), c.AboutIn("en")))
		}
	}
	equal(t, "limits", strings.Join(got, "\n"), `fct_limit.range.person_count warn 3 the tool's keeper: person_count is at least 2 and at most 3.
fct_limit.range.start_date block 1 maintainer of the project: start_date is at least 2022-03-31.
fct_limit.row_count block 2 maintainer of the project: There are at least 7 and at most 9 rows.
fct_limit.row_count warn 2 maintainer of the project: There are at most 3 rows.
fct_limit.key block 0 maintainer of the project: stay_id tells rows apart.`)
	for name, want := range map[string]string{
		"fct_limit.range.person_count": "c 1 2022-04-15",
		"fct_stay.not_null.stay_id":    "",
		"fct_limit.row_count":          "5",
	} {
		rows, err := w.Failing(context.Background(), name, 1)
		if err != nil {
			t.Fatal(err)
		}
		var line string
		for rows.Next() {
			line = strings.Trim(fmt.Sprint(rows.Values()), "[]")
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		equal(t, name, line, want)
	}
	_, err = w.Failing(context.Background(), "fct_limit.range.persons_count", 1)
	if err == nil || !strings.Contains(err.Error(), "did you mean fct_limit.range.person_count") {
		t.Errorf("got %v, want a name that looks like it", err)
	}
	_, err = w.Failing(context.Background(), "raw.tool__stays.rows", 1)
	if models.CodeOf(err) != models.Invalid {
		t.Errorf("got %v, want that it has no rows to show", err)
	}
}

func TestEndOfARangeIsAValueOfItsColumn(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/fct_limit.sql", strings.NewReplacer("min: 2022-03-31", "min: 31/03/2022", "max: 3}, severity: warn, owner", "max: three}, severity: warn, owner").Replace(factLimits))
	equal(t, "ends", messages(l.open("").Verify(context.Background())), `sql/marts/fct_limit.sql: header: range of person_count has the end "three", which is no bigint; write a value of the column's type
sql/marts/fct_limit.sql: header: range of start_date has the end "31/03/2022", which is no date; write a value of the column's type
`)
}

func TestUniqueOverSeveralColumnsIsAboutThemTogether(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/fct_pair.sql", `/* model
name: fct_pair
grain: one row per pair
key: [a_code, b_code]
columns:
  - {name: a_code, type: varchar}
  - {name: b_code, type: varchar}
checks:
  - {unique: [a_code, b_code], severity: warn}
  - {unique: [b_code]}
*/
select cast(a as varchar) as a_code, cast(b as varchar) as b_code
from (values ('x', 'p'), ('x', 'q'), ('x', null), ('x', null), ('y', 'p'), ('y', 'p'), ('y', 'p')) as v(a, b)
`)
	var got []string
	for _, line := range strings.Split(results(t, l.open("")), "\n") {
		if strings.HasPrefix(line, "fct_pair") {
			got = append(got, line)
		}
	}
	equal(t, "pairs", strings.Join(got, ", "), "fct_pair.unique.a_code_b_code warn 3, fct_pair.unique.b_code block 3")
}

func TestLineageOfAMetricNamesRelationsAndDeliveries(t *testing.T) {
	w := measured(t)
	lineage, err := w.Lineage("persons_present")
	if err != nil {
		t.Fatal(err)
	}
	var tables, loads []string
	for _, b := range lineage.Tables {
		tables = append(tables, b.Name)
	}
	for _, d := range lineage.Deliveries {
		loads = append(loads, d.LoadID)
	}
	equal(t, "lineage", fmt.Sprint(tables, loads), "[stg_tool__stays fct_stay] [stays1]")
	if f := lineage.Tables[1].File; f == nil || f.Rows != 5 {
		t.Errorf("file %+v, want 5 rows", f)
	}
	_, err = w.Lineage("fct_stoy")
	equal(t, "unknown", messages(err), "\"fct_stoy\": is no metric or relation here; did you mean fct_stay, fct_long_stay, reopened?\n")
}

func TestSnapshotLineageIsItsLatestDeliveryOnly(t *testing.T) {
	l := newLake(t)
	l.deliver("places", "2022-03-31", "'a', 10")
	l.deliver("places", "2022-04-30", "'a', 11")
	for name, want := range map[string]int{"raw.tool__places": 1, "raw.tool__places__history": 2} {
		lineage, err := l.open("").Lineage(name)
		if err != nil || len(lineage.Deliveries) != want {
			t.Errorf("%s: %d deliveries, %v, want %d", name, len(lineage.Deliveries), err, want)
		}
	}
}

func TestQueryTakesOneSelectOverKnownRelations(t *testing.T) {
	w := measured(t)
	ctx := context.Background()
	equal(t, "models", rowsOf(t, w, "select count(*) from fct_stay as f join stg_tool__stays as s on f.stay_id = s.stay_id;"), "5")
	var out strings.Builder
	for _, sql := range []string{"select * from fct_stays", "select 1; select 2", "drop table fct_stay", "select\n  nothing\nfrom fct_stay", "selec", "select * from ref.plces",
		"select * from read_csv('/etc/passwd')", "select * from '/etc/passwd.csv'", "select * from duckdb_settings()", "select getenv('HOME')"} {
		_, err := w.Query(ctx, sql)
		out.WriteString(messages(err))
	}
	golden(t, "queries.txt", out.String())
}

// A model, a check and what a header adds to the SQL of a metric are texts of a project, and
// no way to a file of the machine.
func TestNoSQLOfAProjectReadsAFileOfTheMachine(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := "read_text('" + secret + "')"
	for name, files := range map[string]map[string]string{
		"model":  {"sql/marts/fct_long_stay.sql": strings.Replace(factLong, "select stay_id from fct_stay", "select content as stay_id from "+read+" union all select stay_id from fct_stay", 1)},
		"check":  {"sql/checks/long.sql": "/* check\nname: long\nabout_nl: a\nabout_en: a\nseverity: warn\nowner: a\nfix: a\nfix_nl: a\n*/\nselect content from " + read + "\n"},
		"hidden": {"sql/marts/fct_long_stay.sql": strings.Replace(factLong, "select stay_id from fct_stay", "select stay_id from query('select content as stay_id from "+strings.ReplaceAll(read, "'", "''")+"')", 1)},
	} {
		l := stays(t)
		for file, text := range files {
			l.put(file, text)
		}
		w := l.open("")
		_, err := w.Build(t.Context(), BuildOptions{})
		if err == nil {
			_, err = w.Check(t.Context())
		}
		if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "which reaches past the warehouse") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What no reader of SQL sees the engine refuses.
	w := stays(t).open("")
	if _, err := w.engine.Query(t.Context(), "select * from "+read); err == nil || !strings.Contains(err.Error(), "Permission Error") {
		t.Errorf("the engine read it: %v", err)
	}
}

func TestCopyWritesAllOrNothing(t *testing.T) {
	w := measured(t)
	ctx := context.Background()
	file := t.TempDir() + "/it's.parquet"
	n, err := w.CopyTo(ctx, "select stay_id from fct_stay order by stay_id desc;", file)
	if err != nil || n != 5 {
		t.Fatalf("%d rows, %v, want 5", n, err)
	}
	equal(t, "file", fileRows(t, file, "*"), "e d c b a")
	if _, err := w.CopyTo(ctx, "select cast(stay_id as integer) from fct_stay", file); models.CodeOf(err) != models.Invalid {
		t.Errorf("error %v, want a user error", err)
	}
	equal(t, "file after an error", fileRows(t, file, "count(*)"), "5")
}

// fileRows reads a Parquet file back with an engine of its own.
func fileRows(t *testing.T, file, columns string) string {
	t.Helper()
	eng, err := engine.OpenDuckDB(context.Background(), engine.Settings{Dirs: []string{os.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	rows, err := eng.Query(context.Background(), "select "+columns+" from read_parquet("+statement.Quote(file)+")")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		out = append(out, fmt.Sprint(rows.Values()[0]))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

func TestManyReadersAtOnceGetTheSameAnswer(t *testing.T) {
	l := stays(t)
	l.put("sql/metrics/started_stays.sql", startedStays)
	w := l.open("") // nothing is built: the first reader builds, the others wait
	answers := make(chan string)
	for range 8 {
		go func() {
			r, err := w.Metric(context.Background(), models.MetricQuery{Metric: "started_stays", To: "2022-12-31", By: []string{"province"}})
			if err != nil {
				answers <- err.Error()
				return
			}
			answers <- fmt.Sprint(r.Rows)
		}()
	}
	for range 8 {
		equal(t, "answer", <-answers, "[{[x] 2 true 2 0 0 0 false false 0 0} {[y] 2 true 2 0 0 0 false false 0 0} {[] 1 true 1 0 0 0 false false 0 0}]")
	}
}

// Two checks of a header may have one name: each keeps its own count when results of
// before stand, and nothing stands that was counted on other rows.
func TestResultsOfBeforeStandOnlyOnTheSameRows(t *testing.T) {
	l := stays(t)
	l.put("sql/marts/fct_limit.sql", strings.Replace(factLimits, "row_count: {max: 3}", "row_count: {max: 4}", 1))
	counts := func(w *Warehouse, earlier ...models.CheckResult) ([]models.CheckResult, string) {
		t.Helper()
		all, err := w.Check(context.Background(), earlier...)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range all {
			if c.Name == "fct_limit.row_count" {
				out = append(out, fmt.Sprintf("%s %d", c.Severity, c.Failures))
			}
		}
		return all, strings.Join(out, ", ")
	}
	all, first := counts(l.open(""))
	equal(t, "first", first, "block 2, warn 1")
	_, again := counts(l.open(""), all...)
	equal(t, "again", again, "block 2, warn 1")
	for i := range all {
		all[i].Failures = 7 // as nothing counts: whoever takes it did not count
	}
	_, taken := counts(l.open(""), all...)
	equal(t, "taken over", taken, "block 7, warn 7")
	_, other := counts(l.open("2022-03-20"), all...) // before the only delivery: no rows
	equal(t, "other rows", other, "block 7, warn 0")
}

func TestReferencesAreHeldAgainstAColumnOfTheSameType(t *testing.T) {
	for _, c := range []struct{ to, want string }{
		{"relation: fct_stay, to: stayid", `sql/marts/fct_long_stay.sql:9:56: header: references column "stayid" of fct_stay, which has none of that name; did you mean stay_id, start_date, end_date?` + "\n"},
		{"relation: fct_stay, to: start_date", "sql/marts/fct_long_stay.sql:9:56: header: references holds stay_id, a varchar, against start_date of fct_stay, a date; cast one of them, so that both are of one type\n"},
		{"relation: ref.codes, to: stay_id", `sql/marts/fct_long_stay.sql:9:57: header: references column "stay_id" of ref.codes, which has none of that name; did you mean stay_code?` + "\n"},
		{"relation: fct_stays, to: stay_id", "sql/marts/fct_long_stay.sql:9:36: header: references relation fct_stays, which is not there; did you mean fct_stay, fct_long_stay, raw.tool__stays?\n"},
	} {
		l := stays(t)
		l.put("models/reference/codes.csv", "stay_code\na\n")
		l.put("sql/marts/fct_long_stay.sql", strings.Replace(factLong, "relation: fct_stay, to: stay_id", c.to, 1))
		equal(t, c.to, messages(l.open("").Verify(context.Background())), c.want)
	}
	// A list is text, whatever it is a list of.
	l := stays(t)
	l.put("models/reference/sizes.csv", "person_count\n1\n")
	l.put("sql/marts/fct_size.sql", `/* model
name: fct_size
grain: one row per size
key: [person_count]
columns:
  - {name: person_count, type: bigint}
checks:
  - {references: {column: person_count, relation: ref.sizes, to: person_count}}
*/
select distinct person_count from fct_stay where person_count is not null
`)
	if err := l.open("").Verify(context.Background()); err != nil {
		t.Error(err)
	}
}
