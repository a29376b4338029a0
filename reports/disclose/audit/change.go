package audit

import "slices"

// Change is a number that another edition printed otherwise, so little that it tells of a
// few persons that something about them changed.
type Change struct {
	Cell        string
	Before, Now int64
}

// changes finds what changed by less than the threshold, in an edition that says that it
// prints no such change: against editions with data that were known from a day on.
func (r *reader) changes(other *structure, was, now Cell) {
	rule := r.s.Rule
	if rule.Changes != "hold" || other.Known < rule.Benchmark {
		return
	}
	if by := now.Value - was.Value; by > -rule.Threshold && by < rule.Threshold {
		if c := (Change{Cell: now.Name, Before: was.Value, Now: now.Value}); !slices.Contains(r.t.Changes, c) {
			r.t.Changes = append(r.t.Changes, c)
		}
	}
}
