package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var workedQuery = regexp.MustCompile("(?s)```sql\n(.*?)```\n\n```text\n(.*?)```")

// Each query of docs/sql.md prints on the demo what stands below it.
func TestQueriesOfTheSQLPageGiveWhatItShows(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(docs, "sql.md"))
	if err != nil {
		t.Fatal(err)
	}
	queries := workedQuery.FindAllStringSubmatch(string(text), -1)
	if len(queries) < 12 {
		t.Errorf("%d queries with what they give, want those of ten questions and two of the names", len(queries))
	}
	for _, q := range queries {
		shows(t, q[1], peil(t, demoDir(t), "sql", q[1], "--quiet"), q[2])
	}
}

// shows holds that what was printed has the lines that a page shows, in their
// order; "..." and empty lines stand for lines that are left out.
func shows(t *testing.T, command, printed, shown string) {
	t.Helper()
	rest := printed
	for line := range strings.Lines(shown) {
		line = strings.TrimRight(line, "\n")
		if line == "..." || line == "" {
			continue
		}
		_, after, ok := strings.Cut(rest, line+"\n")
		if !ok {
			t.Fatalf("%s\ndoes not print, or not there:\n%s\nleft of its output:\n%s", command, line, rest)
		}
		rest = after
	}
}

func TestWhatTheSQLPageSaysIsRefused(t *testing.T) {
	t.Parallel()
	data := filepath.Join(demoDir(t), "data")
	for _, sql := range []string{
		"select 1; select 2", "insert into dim_team values (1)", "create table x (a integer)", "copy dim_team to 'x.csv'",
		"attach 'x.db'", "install httpfs", "load httpfs", "set threads = 1", "pragma version", "call pragma_version()",
		"select * from 'x.csv'", "select * from fct_qestion", "select * from read_csv('x')", "select * from read_parquet('x')",
		"select * from glob('*')", "select getenv('HOME')", "select current_setting('threads')", "select * from query('select 1')",
		"select * from duckdb_settings()", "select * from pragma_version()", "select * from parquet_metadata('x')", "select * from sniff_csv('x')",
		"select * from enable_logging(storage='stdout')", "select * from disable_logging()", "select * from enable_profiling(save_location='x.txt')", "select * from truncate_duckdb_logs()",
		"select * from main.duckdb_settings",
	} {
		var out, diag bytes.Buffer
		if code := run([]string{"sql", sql, "--data", data}, strings.NewReader(""), &out, &diag); code != exitInvalid || out.Len() > 0 {
			t.Errorf("%s: exit %d, printed %q", sql, code, out.String())
		}
		if !strings.HasPrefix(diag.String(), "peil: query") {
			t.Errorf("%s: told %q, want where in the query", sql, diag.String())
		}
	}
}

// What lists relations lists all of them, whatever the letters and the schema are.
func TestRelationsAreListedByEveryWayOfAsking(t *testing.T) {
	want := peil(t, demoDir(t), "sql", "select count(*) as n from information_schema.tables where table_schema = 'raw'", "--format", "csv")
	if want == "n\n0\n" {
		t.Fatal("there are none")
	}
	for _, sql := range []string{"select count(*) as n from (show tables from raw)", "select count(*) as n from (show all tables) where schema = 'raw'",
		"SELECT count(*) AS n FROM INFORMATION_SCHEMA.TABLES WHERE table_schema = 'raw'"} {
		if got := peil(t, demoDir(t), "sql", sql, "--format", "csv"); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
	if got := peil(t, demoDir(t), "sql", "select * from (show tables) where name = 'fct_meeting'", "--format", "csv"); got != "name\nfct_meeting\n" {
		t.Errorf("show tables: %q", got)
	}
	want = peil(t, demoDir(t), "sql", "select count(*) as n from dim_team", "--format", "csv")
	for _, name := range []string{"main.dim_team", "memory.main.dim_team", "Main.Dim_Team"} {
		if got := peil(t, demoDir(t), "sql", "select count(*) as n from "+name, "--format", "csv"); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// Yes and no are true and false for another program, as numbers are numbers.
func TestTruthsAreTruthsInJSON(t *testing.T) {
	got := peil(t, demoDir(t), "sql", "select true as a, cast(null as boolean) as b, 'true' as c, 1.50 as d", "--json")
	if want := "[\n  {\"a\": true, \"b\": null, \"c\": \"true\", \"d\": 1.50}\n]\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
