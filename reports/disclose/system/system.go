package system

import "slices"

// State is what may become of a cell.
type State uint8

const (
	Free   State = iota // no table prints it: nobody knows it, and nobody is protected by that
	Open                // printed if it gives nothing else away
	Secret              // must not be known
	Known               // told already, or zero, and zeros are told
)

// Cell is one quantity.
type Cell struct {
	Measure int    // in System.Measures
	Key     string // tells it from all others; for messages
	Value   int64  // in the least unit of the measure: persons, cents
	State   State
	// Held marks a cell that was hidden before and stays so, whether or not it must.
	Held bool
	// Past marks a cell that was told before, and that no table prints now. Its value may
	// be another one by now.
	Past bool
	// Rest marks what cells leave over of another: no table has it, and it follows from them.
	Rest bool
	// Width is how far apart its bounds must lie where that is more than its measure asks.
	Width int64
	// Blank marks a hidden cell that a reader must think may be zero, though zeros are
	// told elsewhere.
	Blank bool
	// Single marks a quantity about one person, household or host, who knows it.
	Single bool
	// Rank orders what is printed first when not all can be; higher comes first.
	Rank int64
}

// Measure is a quantity whose cells may add up.
type Measure struct {
	Name string
	// Width is how far apart the least and the largest value of a hidden cell must lie
	// for a reader.
	Width int64
	// Percent is how wide that is at least as a share of the value, for amounts.
	Percent int64
	// Floor is the least value that a reader thinks possible of a hidden cell: 1 where
	// zeros are told.
	Floor int64
}

// Term is a cell in an equation.
type Term struct {
	Cell int
	Coef int64
}

// Equation says that its terms add up to 0.
type Equation []Term

// Print is what one printed number tells: the cells that a reader knows who reads it.
// A count tells one. A share tells its part and what is left over.
type Print struct {
	Key   string
	Cells []int
}

// System is all that is printed together, and what binds it.
type System struct {
	Measures  []Measure
	Cells     []Cell
	Equations []Equation
	Prints    []Print
	Cubes     []Cube
}

// Floor is the least value that a reader thinks possible of a cell that is not told.
func (s *System) Floor(cell int) int64 {
	if c := s.Cells[cell]; c.State != Free && !c.Blank {
		return s.Measures[c.Measure].Floor
	}
	return min(0, s.Measures[s.Cells[cell].Measure].Floor)
}

// Width is how far apart the bounds of a hidden cell must lie.
func (s *System) Width(cell int) int64 {
	c := s.Cells[cell]
	m := s.Measures[c.Measure]
	return max(m.Width, c.Width, c.Value*m.Percent/100)
}

// Parts gives the equations that hold cells whose value is not known, in groups that
// share no such cell. unknown tells which those are.
func (s *System) Parts(unknown func(cell int) bool) [][]int {
	sets := NewSets(len(s.Cells))
	for _, eq := range s.Equations {
		first := -1
		for _, t := range eq {
			if !unknown(t.Cell) {
				continue
			}
			if first < 0 {
				first = t.Cell
			}
			sets.Join(t.Cell, first)
		}
	}
	groups := map[int][]int{}
	var order []int
	for i, eq := range s.Equations {
		for _, t := range eq {
			if unknown(t.Cell) {
				r := sets.Of(t.Cell)
				if groups[r] == nil {
					order = append(order, r)
				}
				groups[r] = append(groups[r], i)
				break
			}
		}
	}
	out := make([][]int, len(order))
	for i, r := range order {
		out[i] = slices.Clip(groups[r])
	}
	return out
}
