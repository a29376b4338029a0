package disclose

import "github.com/vlot-evaluatie/peil/models"

// Hold says that a count which readers were told before is withheld when it changed by
// less than the threshold: who knows of one departure that was registered late would see
// where it was counted. The first edition on or after a benchmark date prints it again.
type Hold struct {
	On        bool
	Benchmark models.Date // the last one up to the knowledge date; "" when there was none
}

// withholds tells whether a count may not be printed beside what was told of it.
func (x *solver) withholds(past Past, measure int, value int64) bool {
	h, few, by := x.plan.Hold, x.plan.Rule.Few(), value-past.Value
	return h.On && past.Known >= h.Benchmark && x.plan.measures[measure].scale == 1 && by != 0 && by > -few && by < few
}

// released gives the cells of this edition that were hidden only until a benchmark that
// is reached: before that they had been told.
func (x *solver) released() map[int]bool {
	out := map[int]bool{}
	for _, past := range x.plan.Past {
		if cell, here := x.b.Find(past.Measure, past.At); here && !past.Hidden && x.plan.Hold.On && past.Known < x.plan.Hold.Benchmark {
			out[cell] = true
		}
	}
	return out
}
