package disclose_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// issue is an edition: what lies in its folder, and what readers were told by it.
type issue struct {
	files map[string]string
	past  []disclose.Past
	lost  []disclose.Lost // what could not be kept
}

func (e *issue) open(name string) ([]byte, error) { return []byte(e.files[name]), nil }

// issued makes an edition of what is asked of a register, beside others.
func issued(t *testing.T, r register, known models.Date, before []*issue, queries ...models.MetricQuery) *issue {
	t.Helper()
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}, Ask: r.ask, Known: known}
	for _, e := range before {
		p.Past = append(p.Past, e.past...)
	}
	var answers []*models.MetricResult
	for _, q := range queries {
		a, err := r.ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Apply(a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	out := &issue{files: map[string]string{}, lost: p.Exposed()}
	var list []disclose.Printed
	shown := map[string]map[string]disclose.Cell{}
	for i, a := range answers {
		s, err := p.Apply(a)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprint("t", i, ".csv")
		list = append(list, disclose.Printed{File: name, Query: a.Query})
		lines := []string{strings.Join(append(slices.Clone(a.Query.By), "value", "obs_status"), ",")}
		shown[name] = map[string]disclose.Cell{}
		for _, row := range s.Rows() {
			cell := ",Q"
			if v, ok := row.Cell.Value(); ok {
				cell = fmt.Sprint(v, ",A")
			}
			shown[name][strings.Join(row.Dims, " ")] = row.Cell
			lines = append(lines, strings.Join(append(slices.Clone(row.Dims), cell), ","))
		}
		out.files[name] = strings.Join(lines, "\n") + "\n"
	}
	s, err := p.Describe(list)
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	out.files[audit.StructureFile] = string(text)
	for _, table := range s.Tables {
		for _, row := range table.Rows {
			for _, c := range row.Cells {
				past := disclose.Past{Edition: string(known), Known: known, Measure: s.Measures[c.Measure].Name, At: map[string]system.Node{}}
				for f, n := range c.At {
					if n >= 0 {
						m := s.Members[s.Families[f]][n]
						past.At[s.Families[f]] = system.Node{Level: m.Level, Code: strings.Join(m.Atoms, "|") + m.From, From: m.From, Until: m.Until, Atoms: m.Atoms}
					}
				}
				v, ok := shown[table.File][strings.Join(row.Codes, " ")].Value()
				past.Value, past.Hidden = int64(v), !ok
				out.past = append(out.past, past)
			}
		}
	}
	return out
}

// narrow gives how many hidden numbers of an edition can be known too closely beside others.
func (e *issue) narrow(t *testing.T, before []*issue) int {
	t.Helper()
	var others []*audit.Edition
	for _, o := range before {
		read, err := audit.ReadEdition(o.open)
		if err != nil {
			t.Fatal(err)
		}
		others = append(others, read)
	}
	tables, err := audit.Read(e.open, others...)
	if err != nil {
		t.Fatal(err)
	}
	report, err := audit.Attack(tables)
	if errors.Is(err, audit.ErrContradiction) {
		t.Errorf("the edition contradicts itself: %v", err)
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return len(report.Narrow(tables))
}

// Three editions follow each other, with other tables and of persons who came late or were
// found not to be there. Whatever was restated, each is safe beside those before it or is
// called internal, and none contradicts itself.
func TestEditionsOfRestatedNumbers(t *testing.T) {
	pool := []models.MetricQuery{
		quarter("beds", ""), quarter("beds", "", "town"), quarter("beds", "", "province"), quarter("beds", "", "kind"), quarter("beds", "", "month"),
		quarter("beds", "", "town", "month"), quarter("beds", "", "province", "month"), quarter("beds", "", "town", "kind"), quarter("beds", "", "kind", "month"),
		quarter("beds", "kind=x", "town"), quarter("beds", "town=a", "month"), quarter("beds", "province=north", "month"),
	}
	trials := 120
	if testing.Short() {
		trials = 30
	}
	safe, internal := 0, 0
	for trial := range trials {
		random := rand.New(rand.NewPCG(uint64(trial), 11))
		r := people(random, 4+random.IntN(12))
		var before []*issue
		for i := range 3 {
			var queries []models.MetricQuery
			for _, at := range random.Perm(len(pool))[:1+random.IntN(3)] {
				queries = append(queries, pool[at])
			}
			e := issued(t, r, models.Date(fmt.Sprintf("2023-%02d-16", 4+i)), before, queries...)
			if e.narrow(t, before) > 0 || len(e.lost) > 0 {
				internal++
			} else {
				safe++
				before = append(before, e)
			}
			r = slices.Clone(r)
			for range random.IntN(4) {
				if at := random.IntN(len(r)); random.IntN(3) == 0 {
					r = slices.Delete(r, at, at+1)
				} else {
					r = append(r, r[at])
				}
			}
		}
	}
	t.Logf("%d safe, %d internal", safe, internal)
	if safe < trials || internal == 0 {
		t.Errorf("%d safe and %d internal editions: too few to say anything", safe, internal)
	}
}
