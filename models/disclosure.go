package models

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// DisclosureConfig says which numbers are too close to a person to print: of a project,
// or of one of its pages.
type DisclosureConfig struct {
	Threshold        int64     `yaml:"threshold"`         // counts from 1 to Threshold-1 are hidden; 5 when absent
	DerivedThreshold int64     `yaml:"derived_threshold"` // for means, medians and shares; 10 when absent
	Sensitive        Sensitive `yaml:"sensitive"`
	// Households is the least number of households that a number of persons is about; 2
	// when absent, 1 for no such test.
	Households int64 `yaml:"households"`
	// Dominance and PPercent hide amounts that lie close to that of one contributor; neither
	// when absent.
	Dominance Dominance `yaml:"dominance"`
	PPercent  int64     `yaml:"p_percent"` // the second largest must not know the largest to within so many percent
	// SmallChanges is what becomes of counts that changed by less than the threshold since
	// they were published: allow (default) or hold, until a benchmark date.
	SmallChanges string `yaml:"small_changes"`
	Benchmarks   []Date `yaml:"benchmarks"`
	// Method is what becomes of small counts: suppress (default) hides them and what would
	// give them away, round rounds all counts to multiples of the threshold.
	Method string `yaml:"method"`
	// Freeze hides periods of a series for a whole year; nil hides each by itself.
	Freeze *FreezeConfig `yaml:"freeze"`
	// Public are sources of which nothing is hidden.
	Public []PublicSource `yaml:"public"`
	// Reports are pages on which more is hidden than the project asks for.
	Reports map[string]DisclosureConfig `yaml:"reports"`
}

// Dominance says when an amount is nearly all of one or two contributors.
type Dominance struct {
	Largest int64 `yaml:"largest"` // how many contributors: 1 or 2
	Percent int64 `yaml:"percent"` // hidden when they make up more than this of the sum
}

// Sensitive says what of people is nobody's business, such as their health.
type Sensitive struct {
	Dimensions []string `yaml:"dimensions"` // a number cut or filtered by one has the threshold below
	Threshold  int64    `yaml:"threshold"`  // 10 when absent
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
	out.Freeze = d.Freeze.with(own.Freeze)
	out.Method = cmp.Or(own.Method, d.Method, Suppress)
	if out.Households <= 0 {
		out.Households = 2
	}
	out.Households = max(out.Households, own.Households)
	if own.Dominance.Percent > 0 {
		out.Dominance = own.Dominance
	}
	out.PPercent = max(out.PPercent, own.PPercent)
	out.Threshold = max(out.Threshold, own.Threshold)
	out.DerivedThreshold = max(out.DerivedThreshold, own.DerivedThreshold)
	if out.Sensitive.Threshold <= 0 {
		out.Sensitive.Threshold = 10
	}
	out.Sensitive.Threshold = max(out.Sensitive.Threshold, own.Sensitive.Threshold)
	out.Sensitive.Dimensions = append(slices.Clone(out.Sensitive.Dimensions), own.Sensitive.Dimensions...)
	return out
}

// disclosure says what is wrong with what the project hides.
func (c *complaints) disclosure(p *Project) {
	d := p.Config.Disclosure
	c.limits(p, d, "disclosure")
	c.method(p, d, "disclosure")
	c.freeze(p, d, "disclosure")
	c.public(p)
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
		if page.Public != nil {
			c.add(p.inConfig(append(slices.Clone(at), "public")...), "stands below a page", "a source is public for all pages or for none: write it below disclosure")
		}
		c.limits(p, page, at...)
		c.method(p, page, at...)
		c.freeze(p, page, at...)
		for _, x := range []struct {
			own, from int64
			key       []string
		}{
			{page.Threshold, of.Threshold, []string{"threshold"}},
			{page.DerivedThreshold, of.DerivedThreshold, []string{"derived_threshold"}},
			{page.Households, of.Households, []string{"households"}},
			{page.PPercent, of.PPercent, []string{"p_percent"}},
			{page.Dominance.Largest, of.Dominance.Largest, []string{"dominance", "largest"}},
			{page.Sensitive.Threshold, of.Sensitive.Threshold, []string{"sensitive", "threshold"}},
		} {
			if x.own > 0 && x.own < x.from {
				c.add(p.inConfig(append(slices.Clone(at), x.key...)...), fmt.Sprintf("%s is %d, less than the %d of the project: a page may hide more, not less", strings.Join(x.key, ": "), x.own, x.from),
					fmt.Sprintf("write %d or more, or leave it out", x.from))
			}
		}
		if own, from := page.Dominance.Percent, of.Dominance.Percent; own > from && from > 0 {
			c.add(p.inConfig(append(slices.Clone(at), "dominance", "percent")...), fmt.Sprintf("dominance: percent is %d, more than the %d of the project: a page may hide more, not less", own, from),
				fmt.Sprintf("write %d or less, or leave it out", from))
		}
	}
}

// limits says what no number of a rule may be.
func (c *complaints) limits(p *Project, d DisclosureConfig, at ...string) {
	for _, x := range []struct {
		n   int64
		key []string
	}{
		{d.Threshold, []string{"threshold"}}, {d.DerivedThreshold, []string{"derived_threshold"}},
		{d.Sensitive.Threshold, []string{"sensitive", "threshold"}},
	} {
		if name := strings.Join(x.key, ": "); x.n < 0 {
			c.add(p.inConfig(append(slices.Clone(at), x.key...)...), fmt.Sprintf("%s is %d, want a whole number above 0", name, x.n), "write for example "+name+": 10")
		}
	}
	if d.Households < 0 || d.Households > 2 {
		c.add(p.inConfig(append(slices.Clone(at), "households")...), fmt.Sprintf("households is %d, want 1 or 2: no metric counts further", d.Households), "write households: 2, or 1 for no such test")
	}
	if x := d.Dominance; x != (Dominance{}) && (x.Largest < 1 || x.Largest > 2 || x.Percent < 1 || x.Percent > 99) {
		c.add(p.inConfig(append(slices.Clone(at), "dominance")...), fmt.Sprintf("the largest %d are hidden above %d percent, want 1 or 2 contributors and 1 to 99 percent", x.Largest, x.Percent), "write for example dominance: {largest: 2, percent: 85}")
	}
	if d.PPercent < 0 || d.PPercent > 99 {
		c.add(p.inConfig(append(slices.Clone(at), "p_percent")...), fmt.Sprintf("p_percent is %d, want 1 to 99", d.PPercent), "write for example p_percent: 10")
	}
	var known []string
	for _, dimension := range p.Dimensions {
		if dimension.Grain == "" && !dimension.Place {
			known = append(known, dimension.Name)
		}
	}
	for i, name := range d.Sensitive.Dimensions {
		if !slices.Contains(known, name) {
			c.add(p.inConfig(append(slices.Clone(at), "sensitive", "dimensions", strconv.Itoa(i))...), fmt.Sprintf("%q is no dimension of people in models/dimensions.yml", name), DidYouMean(name, known))
		}
	}
}

// inConfig names the place of a setting in peil.yml.
func (p *Project) inConfig(keys ...string) string { return placed("peil.yml", 0, p.config, keys...) }
