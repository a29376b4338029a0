package models

import (
	"fmt"
	"maps"
	"slices"
)

// SmallChanges are the words of DisclosureConfig.SmallChanges.
var SmallChanges = []string{"", "allow", "hold"}

// Holds tells whether counts that changed by less than the threshold are withheld in an
// edition with data known on a day, and which benchmark date it was then last.
func (d DisclosureConfig) Holds(known Date) (on bool, benchmark Date) {
	for _, day := range d.Benchmarks {
		if day <= known && day > benchmark {
			benchmark = day
		}
	}
	return d.SmallChanges == "hold", benchmark
}

// smallChanges says what is wrong with what becomes of small changes.
func (c *complaints) smallChanges(p *Project) {
	d := p.Config.Disclosure
	c.changes(p, d, d.SmallChanges, "disclosure")
	for _, name := range slices.Sorted(maps.Keys(d.Reports)) {
		page := d.Reports[name]
		if page.SmallChanges == "allow" && d.SmallChanges == "hold" {
			c.add(p.inConfig("disclosure", "reports", name, "small_changes"), "allows what the project holds back: a page may hide more, not less", "leave it out")
		}
		c.changes(p, page, d.On(name).SmallChanges, "disclosure", "reports", name)
	}
}

func (c *complaints) changes(p *Project, d DisclosureConfig, inForce string, at ...string) {
	c.oneOf(p.inConfig(append(slices.Clone(at), "small_changes")...), "small_changes", d.SmallChanges, SmallChanges)
	where := p.inConfig(append(slices.Clone(at), "benchmarks")...)
	if len(d.Benchmarks) > 0 && inForce != "hold" {
		c.add(where, "benchmarks are given and no small change is held back", "write small_changes: hold, or leave benchmarks out")
	}
	for _, day := range d.Benchmarks {
		if got, err := ParseDate(string(day)); err != nil || got != day {
			c.add(where, fmt.Sprintf("%q is no day", day), "write for example 2024-01-01")
		}
	}
	if !slices.IsSorted(d.Benchmarks) {
		c.add(where, "benchmarks are not in the order of days", "put the earliest first")
	}
}
