package models

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// OnPages refuses a page to cut or filter a metric by a dimension that is too fine for it:
// of what only grows, two editions tell what came in between, and of a municipality in a
// month that is some persons; of a rate by another dimension than what it counts has, nothing
// ties its part to that.
func (m *Metric) OnPages(q MetricQuery) error {
	if len(m.PagesBy) == 0 {
		return nil
	}
	names := slices.Clone(q.By)
	for _, f := range q.Where {
		names = append(names, f.Dimension)
	}
	for _, name := range names {
		if !slices.Contains(m.PagesBy, name) && !slices.Contains(TimeGrains, name) {
			return &Error{Code: Invalid, Where: "metric " + m.Name, What: "is not cut or filtered by " + name + " on a page: it would tell what other numbers hide",
				Fix: "name " + strings.Join(m.PagesBy, " or ") + ", or ask for it with peil metric, which is not for publication"}
		}
	}
	return nil
}

// onPages says what is wrong with the dimensions that pages may cut a metric by.
func (c *complaints) onPages(m *Metric) {
	for _, name := range m.PagesBy {
		if m.Dimensions[name] == "" && !slices.Contains(m.Grains(), name) {
			c.add(m.File, fmt.Sprintf("has pages_by: %s, by which it cannot be cut", name),
				OneOf(name, append(slices.Collect(maps.Keys(m.Dimensions)), m.Grains()...)))
		}
	}
}
