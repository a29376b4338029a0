package protect

import "slices"

// move is a change of cells that keeps all equations, and leaves each cell possible.
type move struct {
	cells []int     // sorted
	by    []float64 // of each
	price float64   // of hiding those that are told
}

// of gives how far a move takes a cell.
func (m *move) of(cell int) float64 {
	if i, ok := slices.BinarySearch(m.cells, cell); ok {
		return m.by[i]
	}
	return 0
}

// move gives the move of cells by amounts, with its price.
func (x *search) move(by map[int]float64) *move {
	m := &move{}
	for cell := range by {
		m.cells = append(m.cells, cell)
	}
	slices.Sort(m.cells)
	for _, cell := range m.cells {
		m.by = append(m.by, by[cell])
		m.price += x.price(cell)
	}
	return m
}
