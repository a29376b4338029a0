package sql_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

var everyMutant = flag.Bool("every-mutant", false, "hold every mutant of every metric against the cases, not one in twenty")

// alike says why the cases need not tell a mutant from its metric.
type alike struct {
	Metrics []string `yaml:"metrics"`
	Mutants []string `yaml:"mutants"`
	Why     string   `yaml:"why"`
}

const alikeFile = "testdata/mutants.yml"

func readAlike(t *testing.T) []alike {
	t.Helper()
	text, err := os.ReadFile(alikeFile)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Alike []alike `yaml:"alike"`
	}
	if err := models.ReadYAML(alikeFile, 0, text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Alike
}

// A metric with a mistake in it fails a case: a filter left out, another date,
// another denominator, a boundary on the other side. Else the cases would let the
// mistake pass. make mutants runs all of them.
func TestEveryMutantFailsACase(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	excused := map[[2]string]bool{}
	for _, a := range readAlike(t) {
		for _, m := range a.Metrics {
			for _, x := range a.Mutants {
				excused[[2]string{m, x}] = false
			}
		}
	}
	lives := newLives(t, p)
	lives.boundaries(t, p.Metrics)
	number, held, wrong := 0, 0, 0
	for _, m := range p.Metrics {
		if m.NotMeasurable != "" {
			continue
		}
		for _, x := range mutants(m, lives.relations[m.Relation]) {
			number++
			if !*everyMutant && number%20 != 0 {
				continue
			}
			id := [2]string{m.Name, x.name}
			_, isExcused := excused[id]
			switch survived, runs := lives.survives(x.metric, asIs); {
			case !runs:
				wrong++
			case survived && isExcused:
				excused[id] = true
			case survived:
				t.Errorf("%s: no case fails on the mutant %q: add one to sql/%s, or say in sql/%s why none can", m.Name, x.name, casesFolder, alikeFile)
			default:
				held++
			}
		}
	}
	t.Logf("%d mutants, %d fail a case, %d are no statement", number, held, wrong)
	for id, found := range excused {
		if *everyMutant && !found {
			t.Errorf("sql/%s: %s has no mutant %q that passes all cases: take it out", alikeFile, id[0], id[1])
		}
	}
}

// lives are the cases with their relations made, to hold many metrics against.
type lives struct {
	relations map[string]*models.Relation
	asks      map[string][]askedOf
}

type askedOf struct {
	bench *bench
	ask   ask
	want  []string
}

func newLives(t *testing.T, p *models.Project) *lives {
	l := &lives{relations: map[string]*models.Relation{}, asks: map[string][]askedOf{}}
	for _, r := range p.Relations {
		l.relations[r.Name] = r
	}
	cases := readCases(t)
	names := []string{}
	for name := range cases {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b := benchOf(t, p, name, cases[name])
		for _, a := range cases[name].Asks {
			if a.Metric != "" {
				l.asks[a.Metric] = append(l.asks[a.Metric], askedOf{b, a, lines(a.Expect)})
			}
		}
	}
	return l
}

func asIs(sql string) string { return sql }

// survives tells whether the mutant passes every case of its metric, and whether
// the engine can run it. edited changes the whole statement.
func (l *lives) survives(m *models.Metric, edited func(string) string) (survives, runs bool) {
	for _, x := range l.asks[m.Name] {
		plan, sql := x.bench.plan(m, x.ask)
		sql = edited(sql)
		got, err := x.bench.try(answered(sql, len(x.ask.By), x.ask.Also...))
		if err != nil {
			if strings.Contains(err.Error(), "Binder Error") || strings.Contains(err.Error(), "Parser Error") || strings.Contains(err.Error(), "Catalog Error") {
				return false, false
			}
			return false, true
		}
		if !slices.Equal(got, x.want) || m.Counted() && len(x.bench.parts(m, sql)) > 0 || m.Household != "" && len(x.bench.households(m, plan, sql)) > 0 {
			return false, true
		}
	}
	return true, true
}

// boundaries holds that cases stand on each boundary of a period or a day, which
// is the same for every metric.
func (l *lives) boundaries(t *testing.T, metrics []*models.Metric) {
	t.Helper()
	for _, x := range []struct{ about, from, to string }{
		{"first day of a period", `(r\.\w+) >= cast`, "$1 > cast"},
		{"last day of a period, first day of a stock", `(r\.\w+) <= cast`, "$1 < cast"},
		{"last day of a stock", `coalesce\((r\.\w+) > `, "coalesce($1 >= "},
		{"what still holds", `(coalesce\(r\.\w+ > .*), true\)`, "$1, false)"},
	} {
		boundary := regexp.MustCompile(x.from)
		if !slices.ContainsFunc(metrics, func(m *models.Metric) bool {
			survived, runs := l.survives(m, func(sql string) string { return boundary.ReplaceAllString(sql, x.to) })
			return runs && !survived
		}) {
			t.Errorf("%s: no case in sql/%s stands on it", x.about, casesFolder)
		}
	}
}
