package models_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// sliced is a project with a count by sex, and a share of women that says what it counts.
func sliced(more string) fstest.MapFS {
	p := small()
	p["models/dimensions.yml"] = file("dimensions:\n  - {name: sex, labels: [{code: f, nl: V, en: W}, {code: m, nl: M, en: M}]}\n  - {name: town, place: true}\n")
	head := func(name, more string) string {
		text := strings.Replace(smallMetric, "name: visits", "name: "+name, 1)
		return strings.Replace(text, "over_time: sum", "over_time: none\ninterval: wilson\n"+more, 1)
	}
	p["sql/metrics/visits.sql"] = file(strings.Replace(smallMetric, "over_time: sum", "over_time: sum\nover_groups: sum\ndimensions: {sex: sex_code}", 1))
	p["sql/metrics/women.sql"] = file(strings.Replace(head("women", more), "unit: count", "unit: share", 1))
	return p
}

func TestAMetricSaysWhatItCountsByAnother(t *testing.T) {
	const metric = "sql/metrics/women.sql"
	p, err := load(sliced("counts: {metric: visits, where: {sex: [f]}}\nout_of: {metric: visits}"))
	if err != nil {
		t.Fatal(err)
	}
	women, err := p.Metric("women")
	if err != nil {
		t.Fatal(err)
	}
	of, where, ok := p.Counted(women.SliceOf)
	if !ok || of.Name != "visits" || len(where) != 1 || where[0].Dimension != "sex" || strings.Join(where[0].Values, " ") != "f" {
		t.Errorf("its part is %v of %v", where, of)
	}
	if others, ok := p.Others(women); !ok || others.Metric != "visits" || strings.Join(others.Where["sex"], "|") != "m|" {
		t.Errorf("what is left over is %v, want men and those of whom it is not told", others)
	}
	for _, c := range []struct{ about, more, what string }{
		{"no metric", "counts: {metric: visit}", `counts, metric is "visit", which is no metric`},
		{"itself", "counts: {metric: women}", "counts names women, and so each other in a circle"},
		{"a dimension that the other has not", "counts: {metric: visits}\ndimensions: {town: nis_code}", "which cannot be cut by town as women can"},
		{"a filter that the other has not", "counts: {metric: visits, where: {town: [a]}}", "where has town, by which visits cannot be cut"},
		{"no members", "counts: {metric: visits, where: {sex: []}}", "where names no member of sex"},
		{"another member", "counts: {metric: visits, where: {sex: [w]}}", `where has "w", which is no member of sex`},
		{"other days", "counts: {metric: visits}\ngrain: month", "which is of other days"},
	} {
		if all := faults(t, sliced(c.more)); !told(all, metric, c.what) {
			t.Errorf("%s: got %q, want one that says %s", c.about, all, c.what)
		}
	}
	share := sliced("counts: {metric: visits}")
	share[metric] = file(strings.Replace(string(share[metric].Data), "interval: wilson\n", "", 1))
	if all := faults(t, share); !told(all, metric, "is a share that tells no count") {
		t.Errorf("a share without its part: %q", all)
	}
	count := sliced("")
	count["sql/metrics/visits.sql"] = file(strings.Replace(string(count["sql/metrics/visits.sql"].Data), "over_time: sum", "over_time: sum\nout_of: {metric: visits}", 1))
	if all := faults(t, count); !told(all, "sql/metrics/visits.sql", "has out_of and is no share of a whole") {
		t.Errorf("a count with out_of: %q", all)
	}
}

// What a slice of a slice counts is counted by the last of them.
func TestASliceOfASliceIsOfTheLast(t *testing.T) {
	p := &models.Project{Metrics: []*models.Metric{
		{Name: "all"},
		{Name: "women", SliceOf: &models.Slice{Metric: "all", Where: map[string][]string{"sex": {"f"}}}},
		{Name: "a", SliceOf: &models.Slice{Metric: "b"}}, {Name: "b", SliceOf: &models.Slice{Metric: "a"}},
	}}
	of, where, ok := p.Counted(&models.Slice{Metric: "women", Where: map[string][]string{"age": {"old"}}})
	if !ok || of.Name != "all" || len(where) != 2 {
		t.Errorf("old women are %v of %v", where, of)
	}
	if _, _, ok := p.Counted(&models.Slice{Metric: "a"}); ok {
		t.Error("a circle ends")
	}
}

// balancing is a project with a stock and two flows of the same households.
func balancing(more string) fstest.MapFS {
	p := small()
	p["sql/metrics/came.sql"] = file(strings.Replace(smallMetric, "name: visits", "name: came", 1))
	p["sql/metrics/went.sql"] = file(strings.Replace(smallMetric, "name: visits", "name: went", 1))
	p["sql/metrics/there.sql"] = file(strings.NewReplacer("name: visits", "name: there", "kind: flow\ntime: visit_date", "kind: stock\nvalid: [visit_date, visit_date]", "over_time: sum", "over_time: last\n"+more).Replace(smallMetric))
	return p
}

func TestAStockSaysWhatChangesItAndWhatItIsTheSumOf(t *testing.T) {
	const metric = "sql/metrics/there.sql"
	p, err := load(balancing("balance: {in: came, out: went}"))
	if err != nil {
		t.Fatal(err)
	}
	if m, err := p.Metric("there"); err != nil || m.Net() {
		t.Errorf("a stock is no flow between two others: %v", err)
	}
	for _, c := range []struct{ about, more, what string }{
		{"a stock beside itself", "balance: {in: came, out: went, stock: there}", "is a stock and its balance names a stock"},
		{"a stock that comes", "balance: {in: there, out: went}", "balance, in is there, want a flow of counts"},
		{"nothing that went", "balance: {in: came}", `balance, out is "", which is no metric`},
		{"one part", "parts: [visits]", "has one part"},
		{"itself", "parts: [there, visits]", "has itself among its parts"},
		{"no metric", "parts: [a, visits]", `parts has "a", which is no metric`},
		{"a part of other days", "parts: [came, went]", "parts has came, want a stock that counts in count, as there does"},
	} {
		if all := faults(t, balancing(c.more)); !told(all, metric, c.what) {
			t.Errorf("%s: got %q, want one that says %s", c.about, all, c.what)
		}
	}
}
