package disclose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// conceal hides, in all tables, what would tell that a whole group is of one kind in what
// is sensitive: the number that is the whole and the zeros beside it. A table that is
// only filtered by what is sensitive tells it when another one has the whole.
func (x *solver) conceal() {
	for _, t := range x.added {
		if !x.plan.Rule.Touches(t.result.Query) {
			continue
		}
		group := x.plan.Rule.Concentrated(t.result)
		for i, row := range t.rows {
			for _, c := range row {
				cell, ok := x.b.Find(x.plan.measures[c.measure].Name, maps.Clone(c.at))
				switch {
				case !ok || c.part:
				case group[i]:
					x.b.Conceal(cell)
				case x.wholeOf(t.result.Query, c) == c.value && c.value > 0:
					x.b.Withhold(cell)
				}
			}
		}
	}
}

// wholeOf gives the number that a cell of a filtered table is part of, where a table has
// it; -1 where none has.
func (x *solver) wholeOf(q models.MetricQuery, c placed) int64 {
	whole := int64(-1)
	for _, f := range q.Where {
		if !slices.Contains(x.plan.Rule.Sensitive, f.Dimension) {
			continue
		}
		at := maps.Clone(c.at)
		delete(at, x.plan.Project.Family(f.Dimension))
		if cell, ok := x.b.Find(x.plan.measures[c.measure].Name, at); ok {
			whole = x.b.Value(cell)
		}
	}
	return whole
}

// blank gives the cells that may be zero as far as a reader can know, by place: they stand
// in a line along what is sensitive of which nothing is printed.
func (p *Plan) blank() map[string]bool {
	out := map[string]bool{}
	for _, t := range p.tables {
		for d, name := range t.result.Query.By {
			if !slices.Contains(p.Rule.Sensitive, name) || t.result.Metric.Protects == "none" {
				continue
			}
			hidden := map[string]bool{}
			line := func(i int) string {
				dims := slices.Clone(t.result.Rows[i].Dims)
				dims[d] = ""
				return strings.Join(dims, "\x00")
			}
			for i, status := range t.status {
				if before, met := hidden[line(i)]; before || !met {
					hidden[line(i)] = status == Hidden
				}
			}
			for i, row := range t.rows {
				for _, c := range row {
					if hidden[line(i)] && !c.part {
						out[place(c)] = true
					}
				}
			}
		}
	}
	return out
}

// place names the cell at a place, however tables call it.
func place(c placed) string {
	var out strings.Builder
	fmt.Fprint(&out, c.measure)
	for _, family := range slices.Sorted(maps.Keys(c.at)) {
		n := c.at[family]
		fmt.Fprintf(&out, "\x00%s\x00%s\x00%s\x00%v", family, n.From, n.Until, n.Atoms)
	}
	return out.String()
}

// width is how far apart the bounds of a cell of an answer must lie.
func (x *solver) width(r *models.MetricResult, scale int64) int64 {
	return x.plan.Rule.FewOf(r.Query) * scale
}
