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
	for t := range more.Tables {
		for i := range more.Tables[t].Rows {
			cells := more.Tables[t].Rows[i].Cells
			for j := range cells {
				c := &cells[j]
				if c.Measure >= 0 && c.Measure < len(measures) {
					c.Measure = measures[c.Measure]
				}
				if len(c.At) != len(families) {
					continue // which is refused when its row is read
				}
				at := make([]int, len(r.s.Families))
				for k := range at {
					at[k] = -1
				}
				for k, n := range c.At {
					if n >= 0 {
						at[families[k]] = n + shift[k]
					}
				}
				c.At = at
			}
		}
	}
}
