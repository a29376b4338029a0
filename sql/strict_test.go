package sql_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

var (
	leastOrGreatest = regexp.MustCompile(`\b(least|greatest)\(`)
	strictly        = []string{
		"create macro strict_least(a, b) as case when a is null or b is null then null else least(a, b) end, (a, b, c) as case when a is null or b is null or c is null then null else least(a, b, c) end",
		"create macro strict_greatest(a, b) as case when a is null or b is null then null else greatest(a, b) end",
	}
)

// Engines do not agree on the least and the greatest of values of which one is missing:
// DuckDB passes it over, Trino says that the answer is missing too. A model that hangs on
// one of these gives another answer to a case here.
func TestCasesHoldWhereTheLeastOfAMissingValueIsMissing(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	strict := func(sql string) string { return leastOrGreatest.ReplaceAllString(sql, "strict_$1(") }
	changed := map[string]bool{}
	for _, r := range p.Relations {
		if s := strict(r.SQL); s != r.SQL {
			r.SQL, changed[r.Name] = s, true
		}
	}
	for _, m := range p.Metrics {
		m.SQL = strict(m.SQL)
		if m.Contributions != nil {
			m.Contributions.Sum = strict(m.Contributions.Sum)
		}
	}
	made := map[string]bool{}
	for name, c := range readCases(t) {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, p, c.KnownAt)
			b.start(c.Given)
			for _, macro := range strictly {
				b.exec(macro)
			}
			for i, a := range c.Asks {
				if got, want := b.answer(a), lines(a.Expect); !slices.Equal(got, want) {
					t.Errorf("ask %d, %s%s by %v:\n%s\nwant:\n%s", i+1, a.Metric, a.Relation, a.By, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
			for name := range b.made {
				made[name] = true
			}
			if err := b.db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	for name := range changed {
		if !made[name] {
			t.Errorf("no case makes %s", name)
		}
	}
}
