package audit

import "slices"

// rename takes apart the measures of another edition that were restated since.
func (r *reader) rename(more *structure, open func(string) ([]byte, error)) {
	alone := &reader{s: more, t: &Tables{}, index: map[string]int{}, seen: map[[2]int]bool{}, lenient: true}
	for i := range more.Tables {
		_ = alone.table(&more.Tables[i], open) // a fault is told when it is read in earnest
	}
	restated := map[int]bool{}
	for _, at := range alone.spots {
		key, _ := alone.key(at)
		c := alone.t.Cells[at.cell]
		if j, ok := r.index[key]; ok && c.State == Printed && r.t.Cells[j].State == Printed && r.t.Cells[j].Value != c.Value {
			restated[at.measure] = true
			if more.Measures[at.measure].Scale <= 1 {
				r.changes(more, c, r.t.Cells[j])
			}
		}
	}
	for m := range restated {
		more.Measures[m].Name += " as published before"
	}
}

// join numbers the measures, families and members of another description as this one
// does, and adds those that it has more.
func (r *reader) join(more *structure) {
	measures := make([]int, len(more.Measures))
	for i, m := range more.Measures {
		at := slices.IndexFunc(r.s.Measures, func(have measure) bool { return have.Name == m.Name })
		if at < 0 {
			at = len(r.s.Measures)
			r.s.Measures = append(r.s.Measures, m)
		}
		measures[i] = at
	}
	for _, pair := range more.Alike {
		if pair[0] < len(measures) && pair[1] < len(measures) && pair[0] >= 0 && pair[1] >= 0 {
			r.s.Alike = append(r.s.Alike, [2]int{measures[pair[0]], measures[pair[1]]})
		}
	}
	families, shift := make([]int, len(more.Families)), make([]int, len(more.Families))
	for i, f := range more.Families {
		at := slices.Index(r.s.Families, f)
		if at < 0 {
			at = len(r.s.Families)
			r.s.Families = append(r.s.Families, f)
			for j := range r.spots { // which are not cut by it
				r.spots[j].at = append(slices.Clone(r.spots[j].at), -1)
			}
		}
		families[i], shift[i] = at, len(r.s.Members[f])
		if r.s.Members == nil {
			r.s.Members = map[string][]node{}
		}
		r.s.Members[f] = append(r.s.Members[f], more.Members[f]...)
	}
	// place gives the members of a cell by the families and numbers here.
	place := func(measure *int, at []int) []int {
		if *measure >= 0 && *measure < len(measures) {
			*measure = measures[*measure]
		}
		if len(at) != len(families) {
			return at // which is refused when it is read
		}
		out := make([]int, len(r.s.Families))
		for k := range out {
			out[k] = -1
		}
		for k, n := range at {
			if n >= 0 {
				out[families[k]] = n + shift[k]
			}
		}
		return out
	}
	for t := range more.Tables {
		for i := range more.Tables[t].Rows {
			cells := more.Tables[t].Rows[i].Cells
			for j := range cells {
				cells[j].At = place(&cells[j].Measure, cells[j].At)
			}
		}
	}
	for _, b := range more.Balances {
		sum := balanceSum{Whole: b.Whole}
		sum.Whole.At = place(&sum.Whole.Measure, b.Whole.At)
		for _, c := range b.Parts {
			c.At = place(&c.Measure, c.At)
			sum.Parts = append(sum.Parts, c)
		}
		r.s.Balances = append(r.s.Balances, sum)
	}
}
