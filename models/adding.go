package models

import (
	"fmt"
	"slices"
	"strings"
)

// How values of parts may be put together, in headers of metrics.
const (
	Sums  = "sum"  // the sum of the parts is the value of the whole
	Lasts = "last" // of periods: the value of the last one is that of the whole
	Means = "mean" // the mean of the parts, weighted by their n, is the value of the whole
	Never = "none" // the whole cannot be had from its parts: ask for it
)

// OverTimes and OverGroups are the words that a header may use; what is not said
// does not add up.
var (
	OverTimes  = []string{Sums, Lasts, Means, Never}
	OverGroups = []string{"", Sums, Means, Never}
)

// Directions are what a metric can be cut along.
var Directions = []string{"time", "place", "group"}

// Direction is what a dimension cuts along: time, place or group.
func (d *Dimension) Direction() string {
	switch {
	case slices.Contains(TimeGrains, d.Name):
		return "time"
	case d.Place:
		return "place"
	}
	return "group"
}

// Over tells how the values of a dimension's members may be put together: sum,
// last, mean or none. A stock over another date than its own is cut into groups
// like over anything else.
func (m *Metric) Over(d *Dimension) string {
	how := m.OverGroups
	switch d.Direction() {
	case "time":
		how = m.OverTime
	case "place":
		how = m.OverPlace
	}
	if how == "" {
		return Never
	}
	return how
}

// Counts tells whether the values count all there is, so that they add up in some
// direction; a share, a median or a rate does not.
func (m *Metric) Counts() bool { return m.OverGroups == Sums || m.OverPlace == Sums }

// Add refuses to add up the values of the members of the dimensions, for each
// that the metric does not sum over.
func (m *Metric) Add(dims ...*Dimension) error {
	for _, d := range dims {
		if how := m.Over(d); how != Sums {
			return &Error{
				Code: Invalid, Where: "metric " + m.Name,
				What: fmt.Sprintf("does not add up over %s (%s): the sum of its parts is not its total", d.Direction(), d.Name),
				Fix:  "ask for the total itself, without " + d.Name + ", or for a metric with over_" + headerOf(d) + ": sum",
			}
		}
	}
	return nil
}

// headerOf gives the last part of the header's key about the dimension.
func headerOf(d *Dimension) string {
	if direction := d.Direction(); direction != "group" {
		return direction
	}
	return "groups"
}

// Relative tells whether a value is a part of something, or so much of one thing
// for each of another.
func (m *Metric) Relative() bool {
	return m.Unit == "share" || m.Unit == "ratio" || strings.HasPrefix(m.Unit, "per_")
}

// Whole tells whether the value counts units, each once: it has no decimals, and is no ratio,
// amount, median or number of days.
func (m *Metric) Whole() bool {
	return !m.Relative() && m.Decimals == 0 && m.Values == "" && m.OverTime != Means && m.Unit != "eur" && m.Unit != "fte" && m.Unit != "days"
}

// adding says what is wrong with how a metric says that it adds up.
func (c *complaints) adding(p *Project, m *Metric) {
	if m.NotMeasurable != "" {
		return
	}
	c.oneOf(m.File, "over_time", m.OverTime, OverTimes)
	c.oneOf(m.File, "over_place", m.OverPlace, OverGroups)
	c.oneOf(m.File, "over_groups", m.OverGroups, OverGroups)
	places := false
	for name := range m.Dimensions {
		places = places || p.Dimension(name).Direction() == "place"
	}
	if m.OverPlace == Sums && !places {
		c.add(m.File, "adds up over place and cannot be cut by one", "write over_place: none, or give it a dimension that has place: true in models/dimensions.yml")
	}
	for _, over := range [][2]string{{"over_time", m.OverTime}, {"over_place", m.OverPlace}, {"over_groups", m.OverGroups}} {
		if over[1] == Sums && m.Relative() {
			c.add(m.File, fmt.Sprintf("is a %s and says %s: sum, but parts of a %s are no parts of a whole", m.Unit, over[0], m.Unit), "write "+over[0]+": none")
		}
	}
}
