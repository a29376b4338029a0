package models

import (
	"fmt"
	"slices"
)

// FreezeConfig says when the periods of a series are hidden for a whole year.
type FreezeConfig struct {
	Margin *int64 `yaml:"margin"` // above the threshold: what was below it may get small; 5 when absent
}

// defaultMargin is how much more than the threshold a period of the year before may have
// for its series to be shown.
const defaultMargin = 5

func (f *FreezeConfig) margin() int64 {
	if f.Margin == nil {
		return defaultMargin
	}
	return *f.Margin
}

// with gives what holds on a page that says something of its own: whichever hides more.
func (f *FreezeConfig) with(own *FreezeConfig) *FreezeConfig {
	if f == nil || own != nil && own.margin() > f.margin() {
		return own
	}
	return f
}

// Frozen gives the margin; false when each period is judged by itself.
func (d DisclosureConfig) Frozen() (margin int64, ok bool) {
	if d.Freeze == nil {
		return 0, false
	}
	return d.Freeze.margin(), true
}

// freeze says what is wrong with the margin.
func (c *complaints) freeze(p *Project, d DisclosureConfig, at ...string) {
	if d.Freeze != nil && d.Freeze.margin() < 0 {
		c.add(p.inConfig(append(slices.Clone(at), "freeze", "margin")...), fmt.Sprintf("margin is %d, want 0 or more", d.Freeze.margin()), "write for example freeze: {margin: 5}")
	}
}
