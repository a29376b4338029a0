package models

import (
	"fmt"
	"slices"
)

// What becomes of small counts on a page.
const (
	Suppress = "suppress" // they are hidden, and so is what would give them away
	Round    = "round"    // all counts are rounded to multiples of the threshold
)

// method says what is wrong with how small counts are kept.
func (c *complaints) method(p *Project, d DisclosureConfig, at ...string) {
	methods := []string{Suppress, Round}
	if d.Method != "" && !slices.Contains(methods, d.Method) {
		c.add(p.inConfig(append(slices.Clone(at), "method")...), fmt.Sprintf("method is %q, want suppress or round", d.Method), DidYouMean(d.Method, methods))
	}
}
