package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/catalogue"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/page"
)

// showMetric tells all that a metric's header says, in words, and how to ask it.
func (a *app) showMetric(p *models.Project, m *models.Metric, lang string) error {
	t := &prose.Outline{}
	t.Line("metric", "%s", m.Name)
	t.Line("titel", "%s", m.TitleNL)
	t.Line("title", "%s", m.TitleEN)
	t.Line("definitie", "%s", m.AboutNL)
	t.Line("definition", "%s", m.AboutEN)
	unit := m.Unit
	if word := page.UnitName(lang, m); word != "" && word != unit {
		unit += " (" + word + ")"
	}
	t.Line("unit", "%s", unit)
	if m.NotMeasurable != "" {
		t.Line("value", "none: not measurable: %s", m.NotMeasurable)
		t.Line("needs", "%s", m.Needs)
	} else {
		tellMeaning(t, p, m, lang)
		tellOrigin(t, m)
	}
	if m.File != "" {
		t.Line("sql file", "%s", m.File)
	}
	if m.NotMeasurable == "" {
		t.Head("compute it")
		for _, e := range examples(p, m) {
			t.Item("%s", e)
		}
		t.Head("where it comes from")
		t.Item("peil lineage %s", m.Name)
		t.Item("peil explain %s", m.Name)
	}
	if also := p.SearchMetrics(m.Name); len(also) > 1 {
		t.Head("see also")
		for _, other := range also[1:] {
			t.Item("%s", other.Name)
		}
	}
	_, err := io.WriteString(a.out, t.String())
	return err
}

// tellMeaning tells how a value is to be read.
func tellMeaning(t *prose.Outline, p *models.Project, m *models.Metric, lang string) {
	t.Line("kind", "%s", map[string]string{"stock": "stock (stand): what stood there on a day", "flow": "flow (stroom): what happened in a period"}[m.Kind])
	t.Line("better", "%s", map[string]string{"up": "up: higher is better", "down": "down: lower is better", "neutral": "neutral: neither is better"}[m.Better])
	if text := m.RangeText("en", prose.Exactly); text != "" {
		t.Line("range", "%s", text)
	}
	smallest := "any: it protects nobody: " + m.ProtectsReason
	if least := rule.Of(p, "").Least(m); least > 0 {
		smallest = fmt.Sprintf("%d (%s): a figure on fewer is hidden on a page", least, m.Protects)
	}
	t.Line("smallest n", "%s", smallest)
	t.Line("no rows", "%s", map[string]string{"zero": "mean 0", "none": "mean no figure, not 0"}[m.Empty])
	name := "adds up"
	for _, sentence := range catalogue.Adds(p, m, "en") {
		t.Line(name, "%s", sentence)
		name = ""
	}
	var own []string
	for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
		text := name
		if title := p.Dimension(name).Title(lang); title != "" && title != name {
			text += " (" + title + ")"
		}
		own = append(own, text)
	}
	t.Line("cut by", "%s", strings.Join(append(own, m.Grains()...), ", "))
}

// tellOrigin tells what the metric is counted from.
func tellOrigin(t *prose.Outline, m *models.Metric) {
	when := m.Time
	if len(m.Valid) == 2 {
		when = m.Valid[0] + " until " + m.Valid[1]
	}
	t.Line("counts", "%s, by %s", m.Relation, when)
	if m.Where != "" {
		t.Line("only", "%s", m.Where)
	}
	if c := m.Contributions; c != nil {
		t.Line("sums", "%s of each %s; behind it the most %s of a %s", c.Sum, c.Of, c.Behind, c.Per)
	}
	if len(m.Sources) > 0 {
		t.Line("sources", "%s", strings.Join(m.Sources, ", "))
	}
}

// examples are commands that compute the metric, to be pasted.
func examples(p *models.Project, m *models.Metric) []string {
	out := []string{"peil metric " + m.Name, "peil metric " + m.Name + " --by month"}
	// The first dimension by the project's order is the one that most metrics have.
	names := make([]string, len(p.Dimensions))
	for i, d := range p.Dimensions {
		names[i] = d.Name
	}
	for _, name := range append(names, slices.Sorted(maps.Keys(m.Dimensions))...) {
		if _, ok := m.Dimensions[name]; ok {
			return append(out, "peil metric "+m.Name+" --by "+name+" --labels --total",
				"peil metric "+m.Name+" --by month,"+name+" --out "+m.Name+".xlsx")
		}
	}
	return out
}
