package models

import (
	"fmt"
	"maps"
	"slices"
)

// DisclosureConfig says which numbers are too close to a person to print: of a project,
// or of one of its pages.
type DisclosureConfig struct {
	Threshold        int64 `yaml:"threshold"`         // counts from 1 to Threshold-1 are hidden; 5 when absent
	DerivedThreshold int64 `yaml:"derived_threshold"` // for means, medians and shares; 10 when absent
	// SmallChanges is what becomes of counts that changed by less than the threshold since
	// they were published: allow (default) or hold, until a benchmark date.
	SmallChanges string `yaml:"small_changes"`
	Benchmarks   []Date `yaml:"benchmarks"`
	// Reports are pages on which more is hidden than the project asks for.
	Reports map[string]DisclosureConfig `yaml:"reports"`
}

// On gives what holds on a page: what is said of it, and for the rest what is said of
// the project. Without a page of that name it is that of the project.
func (d DisclosureConfig) On(page string) DisclosureConfig {
	own := d.Reports[page]
	out := d
	out.Reports = nil
	if out.Threshold <= 0 {
		out.Threshold = 5
	}
	if out.DerivedThreshold <= 0 {
		out.DerivedThreshold = 10
	}
	if own.SmallChanges == "hold" {
		out.SmallChanges = "hold"
	}
	if len(own.Benchmarks) > 0 {
		out.Benchmarks = own.Benchmarks
	}
	out.Threshold = max(out.Threshold, own.Threshold)
	out.DerivedThreshold = max(out.DerivedThreshold, own.DerivedThreshold)
	return out
}

// disclosure says what is wrong with what the project hides.
func (c *complaints) disclosure(p *Project) {
	d := p.Config.Disclosure
	c.limits(p, d, "disclosure")
	pages := p.Pages()
	of := d.On("")
	for _, name := range slices.Sorted(maps.Keys(d.Reports)) {
		page, at := d.Reports[name], []string{"disclosure", "reports", name}
		if !slices.Contains(pages, name) {
			c.add(p.inConfig(at...), fmt.Sprintf("%q is no page of reports/pages", name), DidYouMean(name, pages))
		}
		if page.Reports != nil {
			c.add(p.inConfig(append(at, "reports")...), "stands below a page", "pages have no pages: write it below disclosure")
		}
		c.limits(p, page, at...)
		for _, x := range []struct {
			key       string
			own, from int64
		}{{"threshold", page.Threshold, of.Threshold}, {"derived_threshold", page.DerivedThreshold, of.DerivedThreshold}} {
			if x.own > 0 && x.own < x.from {
				c.add(p.inConfig(append(slices.Clone(at), x.key)...), fmt.Sprintf("%s is %d, less than the %d of the project: a page may hide more, not less", x.key, x.own, x.from),
					fmt.Sprintf("write %d or more, or leave it out", x.from))
			}
		}
	}
}

// limits says what no number of a rule may be.
func (c *complaints) limits(p *Project, d DisclosureConfig, at ...string) {
	for _, x := range []struct {
		key string
		n   int64
	}{{"threshold", d.Threshold}, {"derived_threshold", d.DerivedThreshold}} {
		if x.n < 0 {
			c.add(p.inConfig(append(slices.Clone(at), x.key)...), fmt.Sprintf("%s is %d, want a whole number above 0", x.key, x.n), "write for example "+x.key+": 10")
		}
	}
}

// inConfig names the place of a setting in peil.yml.
func (p *Project) inConfig(keys ...string) string {
	line, column := keyAt(p.config, keys...)
	if line == 0 {
		return "peil.yml"
	}
	return fmt.Sprintf("peil.yml:%d:%d", line, column)
}
