package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/cmd/peil/explain"
	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

// TestEveryPrintedFigureIsExplainedDownToItsFiles walks down from each figure of the
// demo's edition: every relation that is named is in the tree, every file is there,
// and the deliveries are those that the edition summed up.
func TestEveryPrintedFigureIsExplainedDownToItsFiles(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	a := &app{data: filepath.Join(dir, "data"), quiet: true}
	p, err := a.loadProject()
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := edition.All(a.layout().Editions())
	if err != nil || len(all) == 0 {
		t.Fatalf("%d editions, %v", len(all), err)
	}
	x := a.explainer(p)
	told := map[string]bool{} // metric and place of those whose command was tried
	for _, f := range all[0].Figures {
		c, err := a.explain(context.Background(), x, f.ID, explainFlags{}, nil)
		if err != nil {
			t.Fatalf("explain %s: %v", f.ID, err)
		}
		if len(c.Notes) > 0 {
			t.Errorf("%s: notes %q on a snapshot that is whole", f.ID, c.Notes)
		}
		for _, one := range c.Tables {
			n, ok := c.Graph.Node(one.Name)
			if !ok || n.Rows == nil != (one.Rows == nil) || one.Gone || one.Rebuilt || len(one.SQL) != 64 {
				t.Errorf("%s: table %+v, in the graph %+v", f.ID, one, n)
			}
		}
		for _, n := range c.Graph.Nodes {
			if len(c.Graph.Inputs(n.ID)) == 0 && n.Kind != lineage.Source && n.Kind != lineage.Reference {
				t.Errorf("%s: the tree ends at %s, which is neither deliveries nor a list", f.ID, n.ID)
			}
		}
		if len(c.Checks) == 0 {
			t.Errorf("%s: no check stands over %d tables", f.ID, len(c.Tables))
		}
		for _, s := range f.Sources {
			rows, kept := int64(0), int64(0)
			for _, d := range slices.Concat(c.Loads, c.SetAside) {
				if d.Source == s.Source && d.Entity == s.Entity && (d.Why == "" || strings.HasPrefix(d.Why, "superseded: ")) {
					rows, kept = rows+d.Rows, kept+d.Kept
				}
			}
			if rows != s.Rows || kept != s.Kept {
				t.Errorf("%s: deliveries of %s/%s have %d rows, %d kept; the edition has %d, %d", f.ID, s.Source, s.Entity, rows, kept, s.Rows, s.Kept)
			}
		}
		out := &prose.Outline{}
		c.Tell(out)
		for _, must := range []string{"\npage ", "\ndefinition ", "\nvalues", "\nstands on\n", "\ntables", "\nchecks over", "\ndeliveries", "\nsql"} {
			if !strings.Contains(out.String(), must) {
				t.Errorf("explain %s lacks %q", f.ID, must)
			}
		}
		// A command starts the program anew, so one of each place and metric will do.
		if key := f.Place + f.Metric; (f.Place != "value" && f.Place != "card" || len(f.Query.By) > 0) && !told[f.Place] && !told[key] {
			told[f.Place], told[key] = true, true
			sameNumbers(t, dir, c)
		}
	}
	peil(t, dir, "verify")
}

// sameNumbers runs the command of a chain and wants every value that is printed.
func sameNumbers(t *testing.T, dir string, c *explain.Chain) {
	t.Helper()
	words := strings.Fields(c.Command)
	at := slices.Index(words, "--data")
	if words[0] != "peil" || at < 0 {
		t.Fatalf("command %q", c.Command)
	}
	words = slices.Delete(words, at, at+2) // peil adds the folder itself
	var rows []map[string]any
	if err := json.Unmarshal([]byte(peil(t, dir, append(words[1:], "--format", "json", "--quiet")...)), &rows); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for _, row := range rows {
		var dims []string
		for _, d := range c.Query.By {
			dims = append(dims, strings.TrimSuffix(fmt.Sprint(row[d]), "<nil>"))
		}
		got[strings.Join(dims, "|")] = row["value"]
	}
	if len(got) != len(c.Values) {
		t.Errorf("%s gives %d rows, the page has %d", c.Command, len(got), len(c.Values))
	}
	for _, v := range c.Values {
		if value := got[strings.Join(v.Dims, "|")]; v.Value != nil && value != *v.Value {
			t.Errorf("%s gives %v for %v, the page %v", c.Command, value, v.Dims, *v.Value)
		}
	}
}

// TestFiguresOfAnAnalysisNameIt runs the command of each curve of waits, which is no cut
// of a metric, and of one sentence of each kind: they give the points and the sentence
// that the page prints.
func TestFiguresOfAnAnalysisNameIt(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	a := &app{data: filepath.Join(dir, "data"), quiet: true}
	p, err := a.loadProject()
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := edition.All(a.layout().Editions())
	if err != nil {
		t.Fatal(err)
	}
	x := a.explainer(p)
	tried := map[string]bool{}
	for i := range all {
		for _, f := range all[i].Figures {
			kind := ""
			if at := strings.Index(f.Analysis, "--kind "); at >= 0 {
				kind = strings.Fields(f.Analysis[at:])[1]
			} else if slices.ContainsFunc(f.Dims, func(d figure.DimRecord) bool { return d.Name == disclose.DaysName }) {
				kind = "curve"
			}
			if once := kind + all[i].Lang; kind == "" || tried[once] {
				continue
			} else { // other tests may have written English editions
				tried[kind], tried[once] = true, true
			}
			c, err := a.explain(context.Background(), x, f.ID, explainFlags{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			command := c.Analysis
			if kind == "curve" {
				command = c.Command
			}
			words := strings.Fields(command)
			if at := slices.Index(words, "--data"); at > 0 {
				words = slices.Delete(words, at, at+2) // peil adds the folder itself
			}
			var got struct {
				Sentence finding.Text `json:"sentence"`
				Numbers  []struct {
					Name  string  `json:"name"`
					Value float64 `json:"value"`
				} `json:"numbers"`
			}
			if err := json.Unmarshal([]byte(peil(t, dir, append(words[1:], "--json", "--quiet")...)), &got); err != nil {
				t.Fatal(err)
			}
			if kind != "curve" {
				said := got.Sentence.In(all[i].Lang)
				if !strings.HasPrefix(f.Text, said) || said == "" || strings.Contains(command, "--lang en") != (all[i].Lang == "en") {
					t.Errorf("%s gives\n%s\nthe page has\n%s", command, said, f.Text)
				}
				continue
			}
			if len(f.Rows) < 10 {
				t.Errorf("%s has %d points", f.ID, len(f.Rows))
			}
			for _, row := range f.Rows {
				found := false
				for _, n := range got.Numbers {
					found = found || n.Name == "open_after_"+row.Dims[len(row.Dims)-1]+"_days" && n.Value == *row.Value
				}
				if !found {
					t.Errorf("%s does not give %v of %v", command, *row.Value, row.Dims)
				}
			}
		}
	}
	for _, kind := range []string{"curve", "survival", "association", "trend"} {
		if !tried[kind] {
			t.Errorf("no %s stands on a page of the demo", kind)
		}
	}
}
