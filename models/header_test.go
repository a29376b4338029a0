package models_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

func load(p fstest.MapFS) (*models.Project, error) { return models.LoadProject(p) }

func TestSQLBehindTheHeaderKeepsItsLine(t *testing.T) {
	header := smallModel[:strings.Index(smallModel, "*/")+2] // eight lines
	for _, c := range []struct {
		about, text string
		line        int
		sql         string
	}{
		{"right behind it", header + "\nselect 1\n", 9, "select 1\n"},
		{"on the same line", header + " select 1", 8, "select 1\n"},
		{"after blank lines", header + "\n\n\nselect 1\n", 11, "select 1\n"},
		{"after blank lines in front", "\n\n" + header + "\nselect 1\n", 11, "select 1\n"},
		{"with a semicolon", header + "\nselect 1;\n", 9, "select 1\n"},
		{"with Windows line ends", strings.ReplaceAll("\n"+header+"\n\nselect 1\n", "\n", "\r\n"), 11, "select 1\n"},
		{"over several lines", header + "\nselect\n    1\nfrom x\n", 9, "select\n    1\nfrom x\n"},
	} {
		p := small()
		p["sql/marts/fct_visit.sql"] = file(c.text)
		got, err := load(p)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if r := got.Relations[0]; r.Line != c.line || r.SQL != c.sql {
			t.Errorf("%s: line %d, %q; want line %d, %q", c.about, r.Line, r.SQL, c.line, c.sql)
		}
	}
}

// What is wrong in a header is told at the line of the file, wherever it begins.
func TestFaultInAHeaderPointsToItsLineInTheFile(t *testing.T) {
	wrong := strings.Replace(smallMetric, "better:", "beter:", 1)
	for _, c := range []struct{ about, text, where string }{
		{"at the top", wrong, "sql/metrics/visits.sql:10:1"},
		{"after two blank lines", "\n\n" + wrong, "sql/metrics/visits.sql:12:1"},
		{"with Windows line ends", strings.ReplaceAll("\n"+wrong, "\n", "\r\n"), "sql/metrics/visits.sql:11:1"},
		{"after a comment and a blank line", strings.Replace(wrong, "unit:", "# what it counts\n\nunit:", 1), "sql/metrics/visits.sql:12:1"},
		{"after a folded text", strings.Replace(wrong, "about_nl: Bezoeken", "about_nl: >\n  Bezoeken", 1), "sql/metrics/visits.sql:11:1"},
	} {
		p := small()
		p["sql/metrics/visits.sql"] = file(c.text)
		if all := faults(t, p); len(all) != 1 || all[0].Where != c.where {
			t.Errorf("%s: got %q, want one message at %s", c.about, all, c.where)
		}
	}
}

func TestHeaderIsThereAndIsClosed(t *testing.T) {
	for _, c := range []struct{ about, text, where, what string }{
		{"never closed", "/* model\nname: x\nselect 1\n", "sql/marts/fct_visit.sql:1", "never closed"},
		{"never closed, further down", "\n\n/* model\nname: x\n", "sql/marts/fct_visit.sql:3", "never closed"},
		{"none", "select 1\n", "sql/marts/fct_visit.sql:1", "has no header"},
		{"behind the SELECT", "select 1 /* model\nname: x */\n", "sql/marts/fct_visit.sql:1", "has no header"},
		{"of no kind", "/* table\nname: x\n*/\nselect 1\n", "sql/marts/fct_visit.sql:1", `header is "table", want model, metric or check`},
		{"an ordinary comment", "\n/* counts visits */\nselect 1\n", "sql/marts/fct_visit.sql:2", "want model, metric or check"},
		{"an empty file", "", "sql/marts/fct_visit.sql:1", "has no header"},
	} {
		p := small()
		p["sql/marts/fct_visit.sql"] = file(c.text)
		if all := faults(t, p); len(all) != 1 || all[0].Where != c.where || !strings.Contains(all[0].What, c.what) {
			t.Errorf("%s: got %q, want %s at %s", c.about, all, c.what, c.where)
		}
	}
}

// The kind is what the header says, not the folder that the file lies in.
func TestHeaderDecidesTheKind(t *testing.T) {
	p := small()
	p["sql/marts/visits.sql"] = p["sql/metrics/visits.sql"]
	delete(p, "sql/metrics/visits.sql")
	got, err := load(p)
	if err != nil || len(got.Metrics) != 1 || len(got.Relations) != 1 {
		t.Errorf("got %+v, %v; want one metric and one relation", got, err)
	}
}

func TestYAMLThatIsNoYAMLIsToldWithItsPlace(t *testing.T) {
	p := with(t, "models/sources/visits.yml", "known_at: {from: received}", "known_at: {from: received")
	for _, e := range faults(t, p) {
		if !strings.HasPrefix(e.Where, "models/sources/visits.yml:7:") && !strings.HasPrefix(e.Where, "models/sources/visits.yml:8:") {
			t.Errorf("got %q, want it at the bracket that is never closed", e)
		}
	}
	p = with(t, "sql/metrics/visits.sql", "empty: zero", "empty: zero\ndecimals: many")
	if all := faults(t, p); len(all) != 1 || all[0].Where != "sql/metrics/visits.sql:14:11" {
		t.Errorf("got %q, want one message at 14:11, where a number is wanted", all)
	}
}
