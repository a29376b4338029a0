package models

import "fmt"

// Balance says that a flow is the difference of two others and changes a stock: over any
// period it is In less Out, and the Stock at its end less that on the day before it. A
// reader who knows all but one knows that one too. In the header of a stock, where no metric
// is the flow, In and Out alone say what changes it.
type Balance struct {
	In    string `yaml:"in"`
	Out   string `yaml:"out"`
	Stock string `yaml:"stock"`
}

// Net tells whether the metric is a flow that is the difference of two others.
func (m *Metric) Net() bool { return m.Balance != nil && m.Kind == "flow" }

// balances says what is wrong with the balances and the parts of metrics.
func (c *complaints) balances(p *Project) {
	for _, m := range p.Metrics {
		c.consists(p, m)
		if m.Balance == nil {
			continue
		}
		tied := []struct{ key, name, kind string }{{"in", m.Balance.In, "flow"}, {"out", m.Balance.Out, "flow"}}
		switch {
		case m.Kind == "stock" && m.Balance.Stock != "":
			c.add(m.File, "is a stock and its balance names a stock", "leave stock out: it is the metric itself")
		case m.Kind == "flow" && m.OverTime != Sums:
			c.add(m.File, "has balance and is no flow that adds up over time", "put it with the metric of the change")
		case m.Kind == "flow":
			tied = append(tied, struct{ key, name, kind string }{"stock", m.Balance.Stock, "stock"})
		}
		for _, part := range tied {
			of, err := p.Metric(part.name)
			switch {
			case err != nil:
				c.add(m.File, fmt.Sprintf("balance, %s is %q, which is no metric", part.key, part.name), DidYouMean(part.name, p.metricNames()))
			case m.Kind == "stock" && (of.Kind != part.kind || of.OverTime != Sums || of.Protects != m.Protects || !of.Whole()):
				// A stay of one household counts as one of each.
				c.add(m.File, fmt.Sprintf("balance, %s is %s, want a flow of counts that adds up over time and protects %s", part.key, part.name, m.Protects), "name another metric, or leave balance out")
			case m.Kind == "flow" && (of.Kind != part.kind || of.Unit != m.Unit || of.Protects != m.Protects):
				c.add(m.File, fmt.Sprintf("balance, %s is %s, want a %s in %s that protects %s", part.key, part.name, part.kind, m.Unit, m.Protects), "name another metric, or leave balance out")
			}
		}
	}
}

// consists says what is wrong with the metrics that a metric is the sum of.
func (c *complaints) consists(p *Project, m *Metric) {
	if len(m.Parts) == 1 {
		c.add(m.File, "has one part, and would be the same as that", "write counts: {metric: "+m.Parts[0]+"}, or name the other parts")
	}
	for _, name := range m.Parts {
		of, err := p.Metric(name)
		switch {
		case err != nil:
			c.add(m.File, fmt.Sprintf("parts has %q, which is no metric", name), DidYouMean(name, p.metricNames()))
		case of == m:
			c.add(m.File, "has itself among its parts", "take it out")
		case of.NotMeasurable != "" || !of.countsRows() || !m.countsRows() || of.Kind != m.Kind || of.Grain != m.Grain || of.Unit != m.Unit:
			c.add(m.File, fmt.Sprintf("parts has %s, want a %s that counts in %s, as %s does", name, m.Kind, m.Unit, m.Name), "name another metric, or leave parts out")
		}
	}
}
