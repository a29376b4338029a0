package lp_test

import (
	"fmt"
	"math"

	"github.com/vlot-evaluatie/peil/internal/lp"
)

// Four hidden cells of a table with two rows and two columns, each at least 1,
// and what the published sums leave over for them: how much does a reader know
// of the first one?
func Example() {
	inf := math.Inf(1)
	s, err := lp.New(lp.Problem{
		B: []float64{5, 9, 4, 10}, // row 1, row 2, column 1, column 2
		Columns: [][]lp.Entry{
			{{Row: 0, Value: 1}, {Row: 2, Value: 1}}, {{Row: 0, Value: 1}, {Row: 3, Value: 1}},
			{{Row: 1, Value: 1}, {Row: 2, Value: 1}}, {{Row: 1, Value: 1}, {Row: 3, Value: 1}},
		},
		Lower: []float64{1, 1, 1, 1},
		Upper: []float64{inf, inf, inf, inf},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	first := []float64{1, 0, 0, 0}
	_, least, err := s.Minimise(first)
	if err != nil {
		fmt.Println(err)
		return
	}
	table, largest, err := s.Maximise(first)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("from %.0f to %.0f, as in %.0f\n", least, largest, table)
	// Output: from 1 to 3, as in [3 2 1 8]
}
