package disclose

import (
	"maps"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// apart finds the areas along which counts add up in this edition though their metric does
// not say so: different households add up as long as none stays in two municipalities,
// which nothing rules out. A reader may take it that none does. Where one does, the sums
// of the edition show it, and areas stand apart.
func (x *solver) apart() {
	x.plan.adding = map[[2]string]bool{}
	for i, m := range x.plan.measures {
		if m.part || m.alone || !m.metric.Whole() {
			continue
		}
		for family := range x.families(i) {
			d := x.plan.Project.Dimension(family)
			if d.Direction() == "place" && m.metric.Over(d) == models.Never && x.holds(i, family) {
				x.plan.adding[[2]string{m.Name, family}] = true
			}
		}
	}
}

// families gives those in which the cells of a measure stand, but time.
func (x *solver) families(measure int) map[string]bool {
	out := map[string]bool{}
	for _, at := range x.b.Places(measure) {
		for family := range at {
			out[family] = family != timeFamily
		}
	}
	maps.DeleteFunc(out, func(_ string, place bool) bool { return !place })
	return out
}

// member is a cell along one family.
type member struct {
	node  system.Node
	value int64
}

// holds tells whether the cells of a measure agree with each other along a family: no parts
// are more than their whole, and parts that are all there is make the same. What was told
// before may be of another stand, and says nothing.
func (x *solver) holds(measure int, family string) bool {
	name := x.plan.measures[measure].Name
	beside := func(at map[string]system.Node) string {
		others := maps.Clone(at)
		delete(others, family)
		return x.b.Key(measure, others)
	}
	lines := map[string]map[string]map[string]member{} // by what they stand beside, level and atoms
	for _, at := range x.b.Places(measure) {
		cell, ok := x.b.Find(name, at)
		if !ok || x.b.Past(cell) {
			continue
		}
		n, k := at[family], beside(at)
		if lines[k] == nil {
			lines[k] = map[string]map[string]member{}
		}
		if lines[k][n.Level] == nil {
			lines[k][n.Level] = map[string]member{}
		}
		lines[k][n.Level][strings.Join(n.Atoms, "|")] = member{n, x.b.Value(cell)}
	}
	complete := x.complete(measure, family, beside)
	for k, levels := range lines {
		total, some := int64(0), false
		for level, list := range levels {
			for _, whole := range list {
				for other, parts := range levels {
					if other != level && other != "" && inside(whole, parts) > whole.value {
						return false
					}
				}
			}
			if level != "" && !complete[k+"\x00"+level] {
				continue
			}
			sum := int64(0)
			for _, m := range list {
				sum += m.value
			}
			if some && sum != total {
				return false
			}
			total, some = sum, true
		}
	}
	return true
}

// inside adds up the parts that lie in a whole, none where one lies in it in part.
func inside(whole member, parts map[string]member) int64 {
	sum := int64(0)
	for _, p := range parts {
		switch {
		case whole.node.Holds(p.node):
			sum += p.value
		case whole.node.Meets(p.node):
			return 0
		}
	}
	return sum
}

// complete gives the lines and levels of which a table has all that is not zero.
func (x *solver) complete(measure int, family string, beside func(map[string]system.Node) string) map[string]bool {
	out := map[string]bool{}
	for _, t := range x.added {
		all := false
		for _, f := range x.plan.complete(t) {
			all = all || f == family
		}
		if !all {
			continue
		}
		for _, row := range t.rows {
			for _, c := range row {
				if c.measure == measure {
					out[beside(c.at)+"\x00"+c.at[family].Level] = true
				}
			}
		}
	}
	return out
}
