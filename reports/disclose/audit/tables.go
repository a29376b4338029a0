package audit

// Cell is one number of an edition, printed or withheld.
type Cell struct {
	Name string
	// Key tells what it is whatever tables call it: its measure, and what it holds of each
	// dimension that it is cut by.
	Key   string
	Value int64 // in the least unit of the measure, such as persons or cents; 0 unless printed
	State State
	// Floor is the least value that a reader thinks possible.
	Floor int64
	// Width is how far apart the bounds of a withheld number must lie, and Percent how far
	// as a share of the lower one.
	Width, Percent int64
	// Base is what all cells like it are said to be multiples of; 0 when they are exact or
	// withheld.
	Base int64
	// Past says that only another edition, published before, tells it, and Withheld that
	// this one has it and does not.
	Past, Withheld bool
	// Zero says that it is of a withheld share, and may be known where it is 0, as zeros are.
	Zero bool
}

// State says what a reader sees of a cell.
type State uint8

const (
	Printed State = iota
	Hidden        // withheld, and it says so
	Unasked       // no table has it; it is only what others add up to
)

// Sum says that a cell is the sum of others.
type Sum struct {
	Whole int
	Parts []int
	// Rest says that there may be more than the parts.
	Rest bool
	// Past says that only another edition tells of it: it need not hold any more.
	Past bool
}

// Tables is what an edition prints.
type Tables struct {
	Cells []Cell
	Sums  []Sum
	// Changes are small ones against other editions, where the edition says that it prints
	// none.
	Changes []Change
	// Broken is what is wrong with numbers that are said to be rounded, in words.
	Broken []string
	// Insiders asks for those who could compute a cell from their own, too. Who is alone
	// in a cell does not show in what is printed: every cell that may be 1 is looked at.
	Insiders bool
}

// Unbounded is the upper bound of a number that nothing printed bounds.
const Unbounded = open

// Bound is what a reader can know of a hidden cell.
type Bound struct {
	Cell      int
	Low, High int64
	// Sharp says that no reader can rule out more; else the bounds only vouch that he
	// cannot rule out these two and, for all that is known, what lies between them.
	Sharp bool
	// Whole says that the bounds were found in whole numbers.
	Whole bool
	// None says that it is known to be 0, and may be.
	None bool
	// Before says that readers could know it as closely without this edition.
	Before bool
}

// Exact tells whether the number can be computed.
func (b Bound) Exact() bool { return b.Sharp && b.Low == b.High }

// Width is how far the bounds lie apart.
func (b Bound) Width() int64 { return b.High - b.Low }

// Insider says that who is alone in one cell, and so knows it, can compute another.
type Insider struct{ Alone, Knows int }

// Report is what the attack found.
type Report struct {
	Bounds   []Bound // of each hidden cell, in the order of the cells
	Insiders []Insider
	Parts    int // groups of hidden cells that bind each other
	Largest  int // unknowns in the largest of them
}

// Narrow gives the bounds of cells that can be known too closely by this edition.
func (r *Report) Narrow(t *Tables) []Bound { return r.closer(t, false) }

// Known gives those of cells that can be known too closely without it.
func (r *Report) Known(t *Tables) []Bound { return r.closer(t, true) }

// closer gives bounds that lie closer together than they must.
func (r *Report) closer(t *Tables, before bool) []Bound {
	var out []Bound
	for _, b := range r.Bounds {
		c := t.Cells[b.Cell]
		if !b.None && b.Before == before && (b.Width() < max(c.Width, b.Low*c.Percent/100) || b.Exact()) {
			out = append(out, b)
		}
	}
	return out
}

// Discount marks the cells that readers could know as closely by what they had: this edition
// gives nothing of them away. had is what they had, and known what follows from it.
func (r *Report) Discount(t, had *Tables, known *Report) {
	before := map[string]Bound{}
	for _, b := range known.Bounds {
		before[had.Cells[b.Cell].Key] = b
	}
	for i := range r.Bounds {
		b := &r.Bounds[i]
		if was, ok := before[t.Cells[b.Cell].Key]; ok && was.Low >= b.Low && was.High <= b.High {
			b.Before = true
		}
	}
}

// Smallest gives the smallest width of a hidden cell, 0 without one.
func (r *Report) Smallest() int64 {
	least, some := int64(0), false
	for _, b := range r.Bounds {
		if w := b.Width(); !b.None && (!some || w < least) {
			least, some = w, true
		}
	}
	return least
}
