package models

import "fmt"

// Balance says that a flow is the difference of two others and changes a stock: over any
// period it is In less Out, and the Stock at its end less that on the day before it. A
// reader who knows all but one knows that one too.
type Balance struct {
	In    string `yaml:"in"`
	Out   string `yaml:"out"`
	Stock string `yaml:"stock"`
}

// balances says what is wrong with the balances of metrics.
func (c *complaints) balances(p *Project) {
	for _, m := range p.Metrics {
		if m.Balance == nil {
			continue
		}
		if m.Kind != "flow" || m.OverTime != Sums {
			c.add(m.File, "has balance and is no flow that adds up over time", "put it with the metric of the change")
		}
		for _, part := range []struct{ key, name, kind string }{{"in", m.Balance.In, "flow"}, {"out", m.Balance.Out, "flow"}, {"stock", m.Balance.Stock, "stock"}} {
			of, err := p.Metric(part.name)
			switch {
			case err != nil:
				c.add(m.File, fmt.Sprintf("balance, %s is %q, which is no metric", part.key, part.name), "name a metric of the project")
			case of.Kind != part.kind || of.Unit != m.Unit || of.Protects != m.Protects:
				c.add(m.File, fmt.Sprintf("balance, %s is %s, want a %s in %s that protects %s", part.key, part.name, part.kind, m.Unit, m.Protects), "name another metric, or leave balance out")
			}
		}
	}
}
