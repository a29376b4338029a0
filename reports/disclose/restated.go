package disclose

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// told is a cell that was published, of a measure of this edition.
type told struct {
	Past
	measure int
	key     string // the cell's, as the builder names it
}

// told gives what was published of the measures of this edition and hidden where it is
// small, the newest data first.
func (x *solver) told() []told {
	var out []told
	for _, past := range x.plan.Past {
		measure, ok := x.b.Known(past.Measure)
		if !ok {
			continue // no table of this edition counts it
		}
		if past.Base > 0 || x.plan.measures[measure].base > 0 {
			continue // rounded, then or now: see fixed
		}
		out = append(out, told{past, measure, x.b.Key(measure, past.At)})
	}
	slices.SortStableFunc(out, func(p, q told) int { return cmp.Compare(q.Known, p.Known) })
	return out
}

// restated knows which cells of a measure were told otherwise before, and the newest data
// by which they were.
type restated struct {
	changes map[int][]restatement   // by measure
	until   map[string]*models.Date // by cell: see touched
}

type restatement struct {
	at    map[string]system.Node
	known models.Date
}

// restated finds where another value was told than stands now: than a table of this edition
// has, or the one with the newest data that told the cell. What is only foreseen no reader
// sees.
func (x *solver) restated(all []told) *restated {
	standing, done, tables := map[string]int64{}, map[string]bool{}, map[int]bool{}
	for _, t := range x.plan.tables {
		for _, row := range t.rows {
			for _, c := range row {
				tables[c.cell] = true
			}
		}
	}
	out := &restated{changes: map[int][]restatement{}, until: map[string]*models.Date{}}
	for _, past := range all {
		if past.Hidden || done[past.key] {
			continue
		}
		value, known := standing[past.key]
		if !known {
			if cell, here := x.b.Find(past.Measure, past.At); here && tables[cell] {
				value, known = x.b.Value(cell), true
			} else {
				value = past.Value
			}
			standing[past.key] = value
		}
		if known && value != past.Value {
			done[past.key] = true // whoever told it by older data did so before
			out.changes[past.measure] = append(out.changes[past.measure], restatement{past.At, past.Known})
		}
	}
	return out
}

// touched tells whether a cell is one of those that were restated after it was told, or may
// have changed with one: it lies within it, or holds it, in each dimension. Any other cell
// is what it was, as far as anybody can see, and binds as before.
func (r *restated) touched(past told) bool {
	until, ok := r.until[past.key]
	if !ok {
		for _, c := range r.changes[past.measure] {
			if (until == nil || c.known > *until) && touch(past.At, c.at) {
				until = &c.known
			}
		}
		r.until[past.key] = until
	}
	return until != nil && past.Known <= *until
}

// touch tells whether of two places in each dimension one lies within the other.
func touch(a, b map[string]system.Node) bool {
	for family, n := range a {
		if !n.Touches(b[family]) {
			return false
		}
	}
	return true // what only b is cut by holds it in a
}
