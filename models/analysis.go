package models

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The kinds of interval that a metric's header may name.
const (
	Wilson  = "wilson"  // a share: part of whole, both counted units, part <= whole
	Poisson = "poisson" // a rate: part events over an exposure of whole
	// NoInterval is of a share or rate that is no draw of anything: part and whole say what
	// it tells a reader who knows the one or the other.
	NoInterval = "none"
)

// Counted tells whether the metric's SELECT gives part and whole beside value.
func (m *Metric) Counted() bool { return m.Interval != "" }

// Drawn tells whether the metric can be read as a sample, with an interval.
func (m *Metric) Drawn() bool { return m.Interval == Wilson || m.Interval == Poisson }

// OfWhole tells whether the metric is a share of a whole of which what is left over counts
// the same units.
func (m *Metric) OfWhole() bool {
	return m.Interval == Wilson || m.Interval == NoInterval && m.Unit == "share" && len(m.Range) == 2 && m.Range[1] == 1
}

// Waits tells whether the metric is a median of waits of which some have not ended.
func (m *Metric) Waits() bool { return m.Ended != "" }

// WithinItself refuses to keep or leave out members of the dimension that a share is of:
// that narrows what it is taken of as well, and what is kept is then 100%.
func (m *Metric) WithinItself(filters []Filter) error {
	for _, f := range filters {
		if m.Shares != "" && f.Dimension == m.Shares {
			return &Error{
				Code: Invalid, Where: "metric " + m.Name,
				What: "is a share of all members of " + m.Shares + " together, and keeping or leaving some out by " + f.Dimension + " narrows that whole too",
				Fix:  "leave the filter out and cut by " + m.Shares + ", or name another dimension",
			}
		}
	}
	return nil
}

// Factor is what part over whole is multiplied by to give the value: the number
// behind per_ in the unit, else 1.
func (m *Metric) Factor() float64 {
	if text, ok := strings.CutPrefix(m.Unit, "per_"); ok {
		if n, err := strconv.Atoi(text); err == nil && n > 0 {
			return float64(n)
		}
	}
	return 1
}

// Sample is the distribution behind a median or quantile: how often each value
// occurs, group by group. The metric's own SELECT stays the definition of its
// value; a sample is for what a value does not tell, such as its interval.
type Sample struct {
	Metric *Metric
	Query  MetricQuery // with defaults filled in
	Dims   []*Dimension
	Groups []SampleGroup // in the order of the rows of the metric
	SQL    string
	Tables []string
}

// SampleGroup is the distribution in one cell.
type SampleGroup struct {
	Dims    []string
	Values  []SampleValue // each value once, from small to large
	Missing int64         // rows in scope without a value; no part of Values
}

// SampleValue is one value and how often it occurs.
type SampleValue struct {
	Value float64
	Count int64
	Ended int64 // of Count, those that ended; all of them without censoring
}

// Size is the number of rows with a value.
func (g SampleGroup) Size() int64 {
	var n int64
	for _, v := range g.Values {
		n += v.Count
	}
	return n
}

// analysis refuses headers whose keys for analysis contradict each other.
func (c *complaints) analysis(m *Metric) {
	c.oneOf(m.File, "interval", m.Interval, []string{"", Wilson, Poisson, NoInterval})
	c.oneOf(m.File, "grain", m.Grain, []string{"", "month"})
	c.onPages(m)
	if m.Grain != "" && m.Kind != "flow" {
		c.add(m.File, "has grain: "+m.Grain+" and kind "+m.Kind, "grain is for a flow whose rows are about whole months: leave it out")
	}
	if _, cut := m.Dimensions[m.Shares]; m.Shares != "" && !cut {
		c.add(m.File, "has shares: "+m.Shares+", by which it cannot be cut", OneOf(m.Shares, slices.Collect(maps.Keys(m.Dimensions))))
	}
	if m.Shares != "" && len(m.Adds) > 0 {
		c.add(m.File, "has shares and adds", "rows of a share are not added up first: leave adds out")
	}
	if m.Settles < 0 || m.Settles > 24 || m.Settles > 0 && m.Kind != "flow" {
		c.add(m.File, fmt.Sprintf("has settles: %d and kind %s", m.Settles, m.Kind), "settles is a number of months from 1 to 24 of a flow; leave it out elsewhere")
	}
	if len(m.Requires) > 0 && m.Kind != "flow" {
		c.add(m.File, "has requires and kind "+m.Kind, "requires is for a flow: a stock has no figure before all its sources delivered; leave it out")
	}
	switch {
	case m.Interval == Wilson && m.Unit != "share":
		c.add(m.File, "has interval: wilson and unit "+m.Unit, "wilson is for a share; write poisson for a rate, or leave interval out")
	case m.Interval == Poisson && m.Unit == "share":
		c.add(m.File, "has interval: poisson and unit share", "poisson is for a rate; write wilson for a share")
	}
	if m.Interval != "" && m.Values != "" {
		c.add(m.File, "has interval and values", "a share or rate has interval, a median or quantile has values: leave one out")
	}
	if m.Values != "" && (m.Quantile == 0) == (m.Ended == "") {
		c.add(m.File, "has values with "+map[bool]string{true: "neither quantile nor ended", false: "both quantile and ended"}[m.Ended == ""],
			"write quantile: 0.5 for values that are all known, or ended: with what tells that a wait ended")
	}
	if m.Values == "" && (m.Quantile != 0 || m.Ended != "") {
		c.add(m.File, "has quantile or ended without values", "name the column that holds the values")
	}
	if m.Quantile < 0 || m.Quantile >= 1 {
		c.add(m.File, "has quantile "+strconv.FormatFloat(m.Quantile, 'g', -1, 64)+", want between 0 and 1", "write for example 0.5 for the median")
	}
}
