package audit

import "slices"

// balanceSum says of cells, printed or not, that one is the sum of others.
type balanceSum struct {
	Whole balanceCell   `json:"whole"`
	Parts []balanceCell `json:"parts"`
}

type balanceCell struct {
	Measure int   `json:"measure"`
	At      []int `json:"at"`
}

// balances takes in the sums that a description names: they are not found by what cells
// contain. One that names what is not there is left out.
func (r *reader) balances() {
	for _, b := range r.s.Balances {
		whole, ok := r.balanced(b.Whole)
		sum := Sum{Whole: whole}
		for _, p := range b.Parts {
			cell, known := r.balanced(p)
			sum.Parts, ok = append(sum.Parts, cell), ok && known
		}
		if ok && len(sum.Parts) > 0 {
			r.t.Sums = append(r.t.Sums, sum)
		}
	}
}

// balanced gives the cell of a balance, which no table need have.
func (r *reader) balanced(c balanceCell) (int, bool) {
	if c.Measure < 0 || c.Measure >= len(r.s.Measures) || len(c.At) > len(r.s.Families) {
		return 0, false
	}
	at := slices.Clone(c.At)
	for len(at) < len(r.s.Families) { // families that other editions have more
		at = append(at, -1)
	}
	for f, n := range at {
		if n < -1 || n >= len(r.s.Members[r.s.Families[f]]) {
			return 0, false
		}
	}
	spot := spot{measure: c.Measure, at: at}
	key := r.key(spot)
	if i, ok := r.index[key]; ok {
		return i, true
	}
	if err := r.put(Cell{State: Unasked, Floor: min(0, r.s.Measures[c.Measure].Floor), Base: r.s.Measures[c.Measure].Base}, spot); err != nil {
		return 0, false
	}
	return r.index[key], true
}
