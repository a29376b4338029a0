package models

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Slice says that what a metric counts is counted by another metric too: all of it, or that
// of some members. Of a metric that is a share or rate it is the part that is counted.
type Slice struct {
	Metric string              `yaml:"metric"`
	Where  map[string][]string `yaml:"where"` // dimension of Metric -> its members; "" is what is not told
}

// Filters gives Where in the order of the dimensions' names.
func (s *Slice) Filters() []Filter {
	var out []Filter
	for _, name := range slices.Sorted(maps.Keys(s.Where)) {
		out = append(out, Filter{Dimension: name, Values: slices.Clone(s.Where[name])})
	}
	return out
}

// Counted gives the metric that counts a slice first hand, and what of it the slice is:
// where the metric of the slice is a slice of another, that of the other. Of a metric that
// is a share it is the part. False when a metric is not there or nothing counts first hand.
func (p *Project) Counted(s *Slice) (of *Metric, where []Filter, ok bool) {
	for range p.Metrics {
		if s == nil {
			return of, where, of != nil
		}
		m, err := p.Metric(s.Metric)
		if err != nil {
			return nil, nil, false
		}
		of, where, s = m, append(where, s.Filters()...), m.SliceOf
	}
	return of, where, s == nil && of != nil
}

// Others gives what is left over of a share as a slice: of the metric that counts its part
// and its whole, the members of the one dimension by which the part is less than the whole.
// False where it is no such slice, or the members of the dimension are not listed.
func (p *Project) Others(m *Metric) (*Slice, bool) {
	if m.SliceOf == nil || m.OutOf == nil {
		return nil, false
	}
	of, part, ok := p.Counted(m.SliceOf)
	all, whole, also := p.Counted(m.OutOf)
	if !ok || !also || of != all || of.Counted() {
		return nil, false
	}
	out := &Slice{Metric: of.Name, Where: map[string][]string{}}
	for _, f := range whole {
		out.Where[f.Dimension] = f.Values
	}
	split := 0
	for _, f := range part {
		members := out.Where[f.Dimension]
		if slices.Equal(slices.Sorted(slices.Values(members)), slices.Sorted(slices.Values(f.Values))) {
			continue
		}
		if members == nil {
			for _, l := range p.Dimension(f.Dimension).Labels {
				members = append(members, l.Code)
			}
			if len(members) == 0 {
				return nil, false
			}
			members = append(members, "") // of whom it is not told
		}
		out.Where[f.Dimension] = slices.DeleteFunc(slices.Clone(members), func(code string) bool { return slices.Contains(f.Values, code) })
		split++
	}
	return out, split == 1
}

func (p *Project) metricNames() []string {
	out := make([]string, len(p.Metrics))
	for i, m := range p.Metrics {
		out[i] = m.Name
	}
	return out
}

// ties says what is wrong with what metrics say of what others count.
func (c *complaints) ties(p *Project) {
	for _, m := range p.Metrics {
		for _, s := range []struct {
			key string
			of  *Slice
		}{{"counts", m.SliceOf}, {"out_of", m.OutOf}} {
			if s.of != nil {
				c.tie(p, m, s.key, s.of)
			}
		}
		if m.OutOf != nil && (m.Unit != "share" || !m.Counted() || m.Shares != "") {
			c.add(m.File, "has out_of and is no share of a whole that is cut as its part is", "leave out_of out: it says what the whole of a share with an interval counts")
		}
	}
}

// tie says what is wrong with one of them.
func (c *complaints) tie(p *Project, m *Metric, key string, s *Slice) {
	of, err := p.Metric(s.Metric)
	if err != nil {
		c.add(m.File, fmt.Sprintf("%s, metric is %q, which is no metric", key, s.Metric), DidYouMean(s.Metric, p.metricNames()))
		return
	}
	_, _, ends := p.Counted(s)
	switch {
	case !ends:
		c.add(m.File, fmt.Sprintf("%s names %s, and so each other in a circle", key, of.Name), "leave it out of the one that counts first hand")
		return
	case m.NotMeasurable != "" || of.NotMeasurable != "":
		c.add(m.File, fmt.Sprintf("%s ties %s to %s, of which one is not measurable", key, m.Name, of.Name), "leave "+key+" out")
		return
	case !m.Counted() && !m.countsRows():
		c.add(m.File, fmt.Sprintf("has %s and is a %s that tells no count", key, m.Unit), "leave "+key+" out, or give the metric an interval: the SELECT then gives part and whole")
	case !of.Counted() && !of.countsRows():
		c.add(m.File, fmt.Sprintf("%s is %s, a %s that tells no count", key, of.Name, of.Unit), "name a metric that counts")
	case m.Kind != of.Kind || m.Grain != of.Grain || m.Kind == "flow" && m.atMeans() != of.atMeans():
		c.add(m.File, fmt.Sprintf("%s is %s, which is of other days: want the same kind, grain and at", key, of.Name), "name another metric, or leave "+key+" out")
	case key == "counts" && m.Protects != of.Protects:
		c.add(m.File, fmt.Sprintf("%s is %s, which protects %s, want %s", key, of.Name, of.Protects, m.Protects), "name another metric, or leave "+key+" out")
	case !m.Counted() && m.Unit != of.Unit:
		c.add(m.File, fmt.Sprintf("%s is %s, which is in %s, want %s", key, of.Name, of.Unit, m.Unit), "name another metric, or leave "+key+" out")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
		if of.Dimensions[name] == "" {
			c.add(m.File, fmt.Sprintf("%s is %s, which cannot be cut by %s as %s can", key, of.Name, name, m.Name), "add the dimension there, or leave "+key+" out")
		}
	}
	for _, f := range s.Filters() {
		if of.Dimensions[f.Dimension] == "" {
			c.add(m.File, fmt.Sprintf("%s, where has %s, by which %s cannot be cut", key, f.Dimension, of.Name), OneOf(f.Dimension, slices.Collect(maps.Keys(of.Dimensions))))
			continue
		}
		if len(f.Values) == 0 {
			c.add(m.File, fmt.Sprintf("%s, where names no member of %s", key, f.Dimension), "name members, or take "+f.Dimension+" out")
		}
		labels := p.Dimension(f.Dimension).Labels
		for _, code := range f.Values {
			if code != "" && len(labels) > 0 && !slices.ContainsFunc(labels, func(l Label) bool { return l.Code == code }) {
				var codes []string
				for _, l := range labels {
					codes = append(codes, l.Code)
				}
				c.add(m.File, fmt.Sprintf("%s, where has %q, which is no member of %s", key, code, f.Dimension), "write some of "+strings.Join(codes, ", "))
			}
		}
	}
}

// countsRows tells whether values are counts or sums of amounts, and no ratio or quantile.
func (m *Metric) countsRows() bool { return !m.Relative() && m.Values == "" }

// atMeans is what a flow that is asked at one date is about.
func (m *Metric) atMeans() string {
	if m.At == "" {
		return "until"
	}
	return m.At
}
