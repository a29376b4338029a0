package disclose

import (
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/round"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Clash is a measure that was published under another method than the plan's: who reads
// both can compute what either keeps.
type Clash struct {
	Metric  string
	Edition string // REPORT/EDITION
}

// Clashes gives, for each such measure of this edition, an edition that has it.
func (p *Plan) Clashes() []Clash { return slices.Clone(p.clashes) }

// base gives what cells of a measure are rounded to multiples of: 0 for amounts, which
// are hidden as ever, and for all where nothing is rounded. What is left over of a share is
// rounded as what it is taken from is, or the two would not add up.
func (p *Plan) base(m *models.Metric, scale int64) int64 {
	if !p.Rule.Round || scale > 1 {
		return 0
	}
	base := p.Rule.Base(m)
	for _, s := range []*models.Slice{m.SliceOf, m.OutOf} {
		if s == nil {
			continue
		}
		if of, _, ok := p.Project.Counted(s); ok {
			base = max(base, p.Rule.Base(of))
		}
	}
	return base
}

// round rounds the counts of a system, together, and marks them as known to all: they
// are printed, and what is hidden besides has to do with none of them.
func (x *solver) round(sys *system.System) (*round.Fit, error) {
	x.clash()
	if !x.plan.Rule.Round {
		return nil, nil
	}
	all := &round.Fit{Values: make([]int64, len(sys.Cells))}
	bases := map[int64]bool{}
	for _, m := range x.plan.measures {
		bases[m.base] = m.base > 0
	}
	fixed, least := x.fixed(), x.occupied()
	for _, base := range slices.Sorted(maps.Keys(bases)) {
		if base == 0 {
			continue
		}
		of := func(measure int) bool { return x.plan.measures[measure].base == base }
		fit, err := round.Together(sys, round.Task{Base: base, Rounded: of, Fixed: fixed, Least: least, Memory: x.plan.Rounded})
		if err != nil {
			return nil, err
		}
		for _, cell := range fit.Lost {
			x.plan.exposed = append(x.plan.exposed, Lost{Name: sys.Cells[cell].Key + " (nothing fits beside what was published)"})
		}
		for i := range sys.Cells {
			if c := &sys.Cells[i]; of(c.Measure) {
				all.Values[i] = fit.Values[i]
				c.State, c.Held, c.Blank = system.Known, false, false
			}
		}
	}
	return all, nil
}

// clash finds the measures that were published under another method.
func (x *solver) clash() {
	found := map[string]bool{}
	for _, past := range x.plan.Past {
		m, ok := x.b.Known(past.Measure)
		if !ok || past.Base == x.plan.measures[m].base {
			continue
		}
		if name := x.plan.measures[m].metric.Name; !found[name] {
			found[name] = true
			x.plan.clashes = append(x.plan.clashes, Clash{name, past.Edition})
		}
	}
}

// fixed gives the cells that were printed rounded before, which stay what they were. A
// measure of which an edition told a number that cannot be what this one is rounded to
// was restated since.
func (x *solver) fixed() map[int]int64 {
	here := func(past Past) (int, bool) {
		m, ok := x.b.Known(past.Measure)
		if !ok || past.Base == 0 || past.Base != x.plan.measures[m].base || past.Hidden {
			return 0, false
		}
		return x.b.Find(past.Measure, past.At)
	}
	restated := map[[2]string]bool{}
	for _, past := range x.plan.Past {
		if cell, ok := here(past); ok {
			if n := x.b.Value(cell); max(n-past.Value, past.Value-n) > past.Off {
				restated[[2]string{past.Edition, past.Measure}] = true
			}
		}
	}
	out := map[int]int64{}
	for _, past := range x.plan.Past {
		if cell, ok := here(past); ok && !restated[[2]string{past.Edition, past.Measure}] {
			out[cell] = past.Value
		}
	}
	return out
}

// occupied gives the counts of something of which the edition has an amount too, hidden or
// not: a reader knows that they are not zero, and from a zero that they are small.
func (x *solver) occupied() map[int]int64 {
	out := map[int]int64{}
	for _, t := range x.plan.tables {
		for i, row := range t.rows {
			for _, c := range row {
				amount := x.plan.measures[c.measure]
				if amount.base > 0 || t.result.Rows[i].Value == 0 {
					continue
				}
				for m, of := range x.plan.measures {
					if of.base == 0 || of.metric.Relation != amount.metric.Relation || of.metric.Where != amount.metric.Where {
						continue
					}
					for _, at := range within(c.at) {
						if cell, ok := x.b.Find(x.plan.measures[m].Name, at); ok {
							out[cell] = of.base
						}
					}
				}
			}
		}
	}
	return out
}

// within gives a place and those that hold it because they leave dimensions whole.
func within(at map[string]system.Node) []map[string]system.Node {
	out := []map[string]system.Node{at}
	for _, family := range slices.Sorted(maps.Keys(at)) {
		for _, have := range slices.Clone(out) {
			less := maps.Clone(have)
			delete(less, family)
			out = append(out, less)
		}
	}
	return out
}

// show makes what is printed of an answer where counts are rounded: counts as they were
// rounded, shares and rates of rounded parts. Whatever would tell that somebody is there,
// and no more, is left out: a zero, or no figure, in a place that is not asked for by
// name.
func (x *solver) show(t *planned, fit *round.Fit) {
	p, r := x.plan, t.result
	if r.Metric.Protects == "none" {
		return
	}
	out := *r
	out.Rows = slices.Clone(r.Rows)
	whole := x.rounds(t)
	for i := range out.Rows {
		row := &out.Rows[i]
		switch {
		case whole && t.status[i] == Missing && !row.Known:
		case whole && len(t.rows[i]) > 0:
			t.status[i] = p.value(r.Metric, row, t.rows[i], fit)
		case whole || rule.Derived(r.Metric) && t.status[i] == Hidden:
			t.status[i] = Missing
		}
	}
	var leave []bool
	if whole || rule.Derived(r.Metric) {
		leave = empty(&out, t.status)
	}
	var rows []models.MetricRow
	var kept []Status
	for i, row := range out.Rows {
		if leave != nil && leave[i] {
			t.rows[i] = nil
			continue
		}
		rows, kept = append(rows, row), append(kept, t.status[i])
	}
	out.Rows = rows
	s := build(&out, kept, p.Rule.LeastOf(r)).under(p.Rule)
	s.complete, s.base, s.rounded = true, p.base(r.Metric, 1), whole && len(r.Rows) > 0
	t.rounded = &s
}

// rounds tells whether the numbers of an answer are rounded, or made of such.
func (x *solver) rounds(t *planned) bool {
	for _, row := range t.rows {
		for _, c := range row {
			return x.plan.measures[c.measure].base > 0
		}
	}
	return t.result.Metric.Counted() // of parts that are no counts: not shown
}

// value gives a row the number that is printed.
func (p *Plan) value(m *models.Metric, row *models.MetricRow, cells []placed, fit *round.Fit) Status {
	for j := range cells {
		v := fit.Values[cells[j].cell]
		p.off = max(p.off, v-cells[j].value, cells[j].value-v)
		cells[j].value = v
	}
	if !m.Counted() {
		row.Value = float64(cells[0].value)
		return Shown
	}
	row.Part = float64(cells[0].value)
	switch {
	case len(cells) > 1:
		row.Whole = row.Part + float64(cells[1].value)
	case m.OfWhole(): // the part is more than the whole
		return Missing
	}
	least := float64(max(p.Rule.Least(m), p.base(m, 1)))
	if m.OfWhole() && row.Whole < least || !m.OfWhole() && row.Part == 0 || row.Whole <= 0 {
		return Missing // no rate of nobody: where there is nobody there may be no row
	}
	row.Value = m.Factor() * row.Part / row.Whole
	return Shown
}

// empty tells of each row whether it is left out. Where the engine fills periods in, a
// place has all of them or none; else each row is there because somebody is.
func empty(r *models.MetricResult, status []Status) []bool {
	out := make([]bool, len(r.Rows))
	nothing := func(i int) bool {
		return status[i] == Missing || !rule.Derived(r.Metric) && status[i] == Shown && r.Rows[i].Value == 0
	}
	filled := r.Metric.Empty == "zero" && (len(r.Dims) == 0 || slices.ContainsFunc(r.Dims, func(d *models.Dimension) bool { return d.Grain != "" }))
	place := func(row models.MetricRow) string {
		var codes strings.Builder
		for i, d := range r.Dims {
			if d.Grain == "" {
				codes.WriteString("\x00" + row.Dims[i])
			}
		}
		return codes.String()
	}
	some := map[string]bool{}
	for i, row := range r.Rows {
		some[place(row)] = some[place(row)] || !nothing(i)
	}
	for i, row := range r.Rows {
		where := place(row)
		out[i] = nothing(i) && !filled || filled && where != "" && !some[where]
	}
	return out
}
