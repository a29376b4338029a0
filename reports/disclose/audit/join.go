package audit

import (
	"cmp"
	"slices"
)

// newest orders editions by how new their data are.
func newest(editions []*Edition) []*Edition {
	out := slices.Clone(editions)
	slices.SortStableFunc(out, func(x, y *Edition) int { return cmp.Compare(y.s.Known, x.s.Known) })
	return out
}

// related gives the names of the measures of an edition, and of those that are bound to
// them, by whatever an edition says: that two count the same, or that they balance. What
// others tell of all other measures cannot give anything away.
func related(own *Edition, others []*Edition) map[string]bool {
	kin := map[string]bool{}
	for _, m := range own.s.Measures {
		kin[m.Name] = true
	}
	for grown := true; grown; {
		grown = false
		for _, e := range append([]*Edition{own}, others...) {
			for _, group := range e.s.bound() {
				if !slices.ContainsFunc(group, func(name string) bool { return kin[name] }) {
					continue
				}
				for _, name := range group {
					grown = grown || !kin[name]
					kin[name] = true
				}
			}
		}
	}
	return kin
}

// bound gives the names of measures that a description binds to each other.
func (s *structure) bound() [][]string {
	var out [][]string
	group := func(measures ...int) {
		var names []string
		for _, m := range measures {
			if m >= 0 && m < len(s.Measures) {
				names = append(names, s.Measures[m].Name)
			}
		}
		if !slices.ContainsFunc(out, func(have []string) bool { return slices.Equal(have, names) }) {
			out = append(out, names)
		}
	}
	for _, pair := range s.Alike {
		group(pair[0], pair[1])
	}
	for _, b := range s.Balances {
		measures := []int{b.Whole.Measure}
		for _, p := range b.Parts {
			measures = append(measures, p.Measure)
		}
		group(measures...)
	}
	return out
}

// restated is what other editions printed otherwise than stands, by the name of a measure.
type restated struct {
	changes map[string][]restatement
	until   map[string]*string // by cell: see touched
}

type restatement struct {
	at    []int
	known string // newest data by which it was printed so
}

// restated finds where other editions, the newest first, printed another number than the
// edition does, or than the newest of them that has it.
func (r *reader) restated(others []*Edition, wanted func(measure string) bool) *restated {
	standing, done := map[string]int64{}, map[string]bool{}
	for _, at := range r.spots {
		if c := r.t.Cells[at.cell]; c.State == Printed {
			standing[r.key(at)] = c.Value
		}
	}
	out := &restated{changes: map[string][]restatement{}, until: map[string]*string{}}
	for _, e := range others {
		place := r.placer(e)
		for _, t := range e.tables {
			for _, c := range t.cells {
				name := e.s.Measures[c.measure].Name
				if c.cell.State != Printed || !wanted(name) {
					continue
				}
				at := spot{measure: r.measure(e.s.Measures[c.measure]), at: place.at(c.at)}
				key := r.key(at)
				value, ok := standing[key]
				switch {
				case !ok:
					standing[key] = c.cell.Value
				case value == c.cell.Value:
				default:
					if !done[key] {
						done[key] = true
						out.changes[name] = append(out.changes[name], restatement{at.at, e.s.Known})
					}
					if i, ok := r.index[key]; ok && r.t.Cells[i].State == Printed && e.s.Measures[c.measure].Scale <= 1 {
						r.changes(e.s, c.cell, r.t.Cells[i])
					}
				}
			}
		}
	}
	return out
}

// touched tells whether a cell at a place is one that was restated after data of a day, or
// may have changed with one: in each dimension it lies within that, or holds it.
func (r *reader) touched(was *restated, measure int, at []int, known string) bool {
	key := r.key(spot{measure: measure, at: at})
	until, ok := was.until[key]
	if !ok {
		for _, c := range was.changes[r.s.Measures[measure].Name] {
			if (until == nil || c.known > *until) && r.touch(at, c.at) {
				until = &c.known
			}
		}
		was.until[key] = until
	}
	return until != nil && known <= *until
}

// join takes in what another edition prints of measures. What was restated since, and what
// may have changed with that, is there and not known: it was about other data.
func (r *reader) join(e *Edition, was *restated, wanted func(measure string) bool) error {
	measures := make([]int, len(e.s.Measures))
	for i, m := range e.s.Measures {
		if measures[i] = -1; wanted(m.Name) {
			measures[i] = r.measure(m)
		}
	}
	err := r.take(e, func(c listed, at []int) (int, Cell) {
		m := measures[c.measure]
		if m >= 0 && r.touched(was, m, at, e.s.Known) {
			return m, Cell{State: Unasked, Floor: min(0, c.cell.Floor), Base: c.cell.Base}
		}
		return m, c.cell
	})
	if err != nil {
		return err
	}
	here := func(m int) bool { return m >= 0 && m < len(measures) && measures[m] >= 0 }
	for _, pair := range e.s.Alike {
		if !here(pair[0]) || !here(pair[1]) {
			continue
		}
		if p := [2]int{measures[pair[0]], measures[pair[1]]}; !slices.Contains(r.others, p) {
			r.others = append(r.others, p)
		}
	}
	place := r.placer(e)
	for _, b := range e.s.Balances {
		if here(b.Whole.Measure) && !slices.ContainsFunc(b.Parts, func(c balanceCell) bool { return !here(c.Measure) }) {
			r.elsewhere = append(r.elsewhere, place.balance(b, measures))
		}
	}
	return nil
}

// touch tells whether of two places in each dimension one lies within the other, or is it.
func (r *reader) touch(a, b []int) bool {
	for f := range a {
		if a[f] < 0 || b[f] < 0 || r.holds[f][a[f]] == r.holds[f][b[f]] {
			continue
		}
		k := [3]int{f, a[f], b[f]}
		in, ok := r.within[k]
		if !ok {
			x, y := r.s.Members[r.s.Families[f]][a[f]], r.s.Members[r.s.Families[f]][b[f]]
			in = (x.From == "") == (y.From == "") && (inside(x, y) || inside(y, x))
			r.within[k] = in
		}
		if !in {
			return false
		}
	}
	return true
}
