// Package revision tells what changed between two editions of a report: figures that
// are new, figures that were restated and why, what is hidden now and was not, and
// definitions that are no longer the same.
//
// It compares what the two editions froze and computes no metric again. A cell is the
// same cell when metric, filter, division, members and reference period are the same,
// whatever figure or sentence of the page shows it. A value that either edition hides
// is in no result, and a change of a few protected units is told without its values.
package revision

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// Changes is what differs.
type Changes struct {
	Older       string         `json:"older"` // edition
	Newer       string         `json:"newer"`
	New         []Group        `json:"new"`      // figures, filters and members that were not there
	Periods     []Group        `json:"periods"`  // new periods of those that were
	Gone        []Group        `json:"gone"`     // figures, filters and members that are no longer there
	Restated    []Restated     `json:"restated"` // shown in both, with another value
	Hidden      []Group        `json:"hidden"`   // shown then, hidden now
	Opened      []Group        `json:"opened"`   // hidden then, shown now
	Lost        []Group        `json:"lost"`     // a value then, none now
	Found       []Group        `json:"found"`    // no value then, one now
	Definitions []Definition   `json:"definitions"`
	Late        []edition.Late `json:"late"` // suppliers who were late for the newer edition
	Same        int            `json:"same"` // cells that both show with the same value
}

// Group is cells of one metric, without their values.
type Group struct {
	Metric string      `json:"metric"`
	Cells  int         `json:"cells"`
	First  models.Date `json:"first"` // last days of the first and last reference period
	Last   models.Date `json:"last"`
}

// Cell says what a value is about.
type Cell struct {
	Metric    string          `json:"metric"`
	Unit      string          `json:"unit"`
	Where     []models.Filter `json:"where,omitempty"`
	Geography string          `json:"geography,omitempty"`
	Members   []Member        `json:"members,omitempty"`
	From      models.Date     `json:"from,omitempty"` // none for a stock
	To        models.Date     `json:"to"`
}

// Member is a member of a dimension that is not of time.
type Member struct {
	Dimension string `json:"dimension"`
	Code      string `json:"code"`
}

// Restated is a value that is no longer what it was.
type Restated struct {
	Cell
	Figure string   `json:"figure"` // id in the newer edition
	Old    *float64 `json:"old"`    // nil when Light
	New    *float64 `json:"new"`
	// Light: the difference is one to a few protected units, which its size would count.
	Light bool     `json:"light"`
	Why   []Reason `json:"why"`
}

// Kind says why a value changed.
type Kind string

// The reasons. What is not found among them is a matter of the knowledge date alone:
// open cases were followed for longer.
const (
	Defined   Kind = "definition" // the metric computes something else
	Modelled  Kind = "model"      // the SQL of a relation under it changed
	Delivered Kind = "delivery"   // another export came in
	Followed  Kind = "followed"   // nothing under it changed but the day until which is looked
)

// Reason is one reason.
type Reason struct {
	Kind    Kind        `json:"kind"`
	Name    string      `json:"name,omitempty"` // relation, or source/entity
	KnownAt models.Date `json:"known_at,omitempty"`
}

// Definition is a metric that is no longer the same.
type Definition struct {
	Metric string   `json:"metric"`
	What   string   `json:"what"`             // computation, wording, unit or model
	Models []string `json:"models,omitempty"` // relations whose SQL changed
}

// cell is what an edition shows in one place.
type cell struct {
	Cell
	key    string
	series string // the key without the period
	status string
	value  float64
	record *figure.Record
}

// Compare tells what the newer edition shows that the older did not, or otherwise.
// Changes below the threshold are told without their values where the metric protects
// somebody. A nil older edition gives nil: there is nothing to compare with.
func Compare(older, newer *edition.Frozen, threshold int64) *Changes {
	if older == nil || newer == nil {
		return nil
	}
	c := &Changes{Older: older.Edition, Newer: newer.Edition, Late: newer.Late, Definitions: definitions(older.Figures, newer.Figures)}
	was, is := cells(older.Figures), cells(newer.Figures)
	before, series, still := map[string]*cell{}, map[string]bool{}, map[string]bool{}
	for _, x := range was {
		before[x.key], series[x.series] = x, true
	}
	for _, now := range is {
		then, ok := before[now.key]
		still[now.series] = true
		switch {
		case !ok && series[now.series]:
			c.Periods = add(c.Periods, now)
		case !ok:
			c.New = add(c.New, now)
		case then.status == figure.Normal && now.status == figure.Normal:
			c.hold(then, now, threshold)
		case then.status == now.status:
		case now.status == figure.Suppressed:
			c.Hidden = add(c.Hidden, now)
		case then.status == figure.Suppressed:
			c.Opened = add(c.Opened, now)
		case now.status == figure.NoValue:
			c.Lost = add(c.Lost, now)
		default:
			c.Found = add(c.Found, now)
		}
	}
	// A period that is no longer told of is no loss: what a page is about moves on.
	for _, then := range was {
		if !still[then.series] {
			c.Gone = add(c.Gone, then)
		}
	}
	return c
}

// hold compares two shown values.
func (c *Changes) hold(then, now *cell, threshold int64) {
	delta := math.Abs(now.value - then.value)
	if delta <= 1e-9*max(math.Abs(now.value), math.Abs(then.value)) {
		c.Same++
		return
	}
	r := Restated{Cell: now.Cell, Figure: now.record.ID, Why: why(then.record, now.record)}
	r.Light = now.record.Protects != "none" && now.record.Counts && delta < float64(threshold)
	if !r.Light {
		was, is := then.value, now.value
		r.Old, r.New = &was, &is
	}
	c.Restated = append(c.Restated, r)
}

// Empty tells that nothing that was shown changed and nothing is new.
func (c *Changes) Empty() bool {
	return len(c.New)+len(c.Periods)+len(c.Gone)+len(c.Restated)+len(c.Hidden)+len(c.Opened)+len(c.Lost)+len(c.Found)+len(c.Definitions) == 0
}

func add(groups []Group, x *cell) []Group {
	i := slices.IndexFunc(groups, func(g Group) bool { return g.Metric == x.Metric })
	if i < 0 {
		return append(groups, Group{Metric: x.Metric, Cells: 1, First: x.To, Last: x.To})
	}
	g := &groups[i]
	g.Cells++
	g.First, g.Last = min(g.First, x.To), max(g.Last, x.To)
	return groups
}

// why gives the reasons of a difference, as far as the editions froze them.
func why(then, now *figure.Record) []Reason {
	var out []Reason
	if then.Definition != now.Definition {
		out = append(out, Reason{Kind: Defined, Name: now.Metric})
	}
	for _, name := range remodelled(then, now) {
		out = append(out, Reason{Kind: Modelled, Name: name})
	}
	for _, s := range now.Sources {
		i := slices.IndexFunc(then.Sources, func(o figure.SourceRecord) bool { return o.Source == s.Source && o.Entity == s.Entity })
		if i < 0 || then.Sources[i].Deliveries != s.Deliveries || then.Sources[i].LastSHA256 != s.LastSHA256 {
			out = append(out, Reason{Kind: Delivered, Name: s.Source + "/" + s.Entity, KnownAt: s.KnownAt})
		}
	}
	if len(out) == 0 {
		out = append(out, Reason{Kind: Followed})
	}
	return out
}

// remodelled names the relations under both figures whose own SQL changed.
func remodelled(then, now *figure.Record) []string {
	var out []string
	for _, t := range now.Tables {
		i := slices.IndexFunc(then.Tables, func(o figure.TableRecord) bool { return o.Name == t.Name })
		if i >= 0 && then.Tables[i].SQL != t.SQL && t.SQL != "" && then.Tables[i].SQL != "" {
			out = append(out, t.Name)
		}
	}
	return out
}

// definitions names metrics that both editions print and that are no longer the same.
func definitions(older, newer []figure.Record) []Definition {
	out := []Definition{}
	seen := map[string]bool{}
	for i := range newer {
		now := &newer[i]
		// A survival curve has the name of the metric that it is the curve of, and other
		// dimensions and another unit.
		at := slices.IndexFunc(older, func(r figure.Record) bool { return r.Metric == now.Metric && slices.Equal(r.Dims, now.Dims) })
		if at < 0 {
			at = slices.IndexFunc(older, func(r figure.Record) bool { return r.Metric == now.Metric && r.Unit == now.Unit })
		}
		if seen[now.Metric] || at < 0 {
			continue
		}
		seen[now.Metric] = true
		then := &older[at]
		switch {
		case then.Unit != now.Unit:
			out = append(out, Definition{Metric: now.Metric, What: "unit"})
		case then.Definition != now.Definition:
			out = append(out, Definition{Metric: now.Metric, What: "computation"})
		case then.About != now.About:
			out = append(out, Definition{Metric: now.Metric, What: "wording"})
		}
		if changed := remodelled(then, now); len(changed) > 0 {
			out = append(out, Definition{Metric: now.Metric, What: "model", Models: changed})
		}
	}
	return out
}

// cells lays out what figures show, each cell once, in the order of the page.
func cells(records []figure.Record) []*cell {
	var out []*cell
	seen := map[string]bool{}
	for i := range records {
		r := &records[i]
		for _, row := range r.Rows {
			x := &cell{Cell: about(r, row), status: row.Status, record: r}
			if row.Value != nil {
				x.value, x.status = *row.Value, figure.Normal // provisional ones too
			}
			x.series = series(x.Cell)
			if x.key = x.series + "\x00" + string(x.From) + "\x00" + string(x.To); !seen[x.key] {
				seen[x.key] = true
				out = append(out, x)
			}
		}
	}
	return out
}

// about says what a row of a figure is about. A row of a period is about the part of it
// that the figure was asked for: the last month of a figure until the 13th is another
// cell than the whole month.
func about(r *figure.Record, row figure.RowRecord) Cell {
	q := r.Query
	c := Cell{Metric: r.Metric, Unit: r.Unit, Geography: q.Geography, Where: slices.Clone(q.Where), From: q.From, To: cmp.Or(q.To, q.At)}
	slices.SortFunc(c.Where, func(a, b models.Filter) int { return strings.Compare(a.Dimension, b.Dimension) })
	for i, code := range row.Dims {
		d := r.Dims[i]
		if d.Grain == "" || code == "" {
			c.Members = append(c.Members, Member{d.Name, code})
			continue
		}
		start, end := models.Date(code), models.Date(code).PeriodEnd(d.Grain)
		c.From = max(c.From, start)
		if c.To = cmp.Or(c.To, end); end < c.To {
			c.To = end
		}
	}
	slices.SortFunc(c.Members, func(a, b Member) int { return strings.Compare(a.Dimension, b.Dimension) })
	if r.Kind == "stock" {
		c.From = ""
	}
	return c
}

// series names a cell without its period.
func series(c Cell) string {
	parts := []string{c.Metric, c.Unit, c.Geography}
	for _, f := range c.Where {
		values := slices.Clone(f.Values)
		slices.Sort(values)
		parts = append(parts, "where", f.Dimension, strings.Join(values, "|"))
	}
	for _, m := range c.Members {
		parts = append(parts, "by", m.Dimension, m.Code)
	}
	return strings.Join(parts, "\x00")
}
