package system

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Builder gathers cells from tables and finds what binds them.
type Builder struct {
	sys     System
	measure map[string]int
	adds    []func(family string) bool // by measure
	at      [][]map[string]Node        // by cell: each way in which tables name its place
	cells   map[string]int
}

// Measure declares a measure. adds tells along which dimensions its values add up;
// nil when along all.
func (b *Builder) Measure(m Measure, adds func(family string) bool) int {
	if i, ok := b.measure[m.Name]; ok {
		b.sys.Measures[i].Floor = min(b.sys.Measures[i].Floor, m.Floor)
		return i
	}
	if b.measure == nil {
		b.measure, b.cells = map[string]int{}, map[string]int{}
	}
	if adds == nil {
		adds = func(string) bool { return true }
	}
	b.measure[m.Name] = len(b.sys.Measures)
	b.sys.Measures = append(b.sys.Measures, m)
	b.adds = append(b.adds, adds)
	return b.measure[m.Name]
}

// Cell gives the cell of a measure at nodes of its dimensions, which it makes when it
// is new. A dimension that is not named is taken whole. Of a cell that is met again
// the stricter state stands. Two values for one cell are an error.
func (b *Builder) Cell(at map[string]Node, c Cell) (int, error) {
	for family, n := range at {
		if n.all() {
			delete(at, family)
		}
	}
	c.Key = b.Key(c.Measure, at)
	if i, ok := b.cells[c.Key]; ok {
		have := &b.sys.Cells[i]
		if have.Value != c.Value {
			return 0, fmt.Errorf("%s is %d in one table and %d in another", c.Key, have.Value, c.Value)
		}
		have.Past = have.Past && c.Past
		have.State, have.Single, have.Rank, have.Width = stricter(have.State, c.State), have.Single || c.Single, max(have.Rank, c.Rank), max(have.Width, c.Width)
		if !slices.ContainsFunc(b.at[i], func(other map[string]Node) bool { return maps.EqualFunc(other, at, sameLevel) }) {
			b.at[i] = append(b.at[i], at)
		}
		return i, nil
	}
	b.cells[c.Key] = len(b.sys.Cells)
	b.sys.Cells = append(b.sys.Cells, c)
	b.at = append(b.at, []map[string]Node{at})
	return b.cells[c.Key], nil
}

func sameLevel(a, b Node) bool { return a.Level == b.Level }

// stricter gives the state that leaves less open. What is told already stays told,
// even when it must not be known: the audit then finds it.
func stricter(a, b State) State { return max(a, b) }

// Prints says that a printed number tells these cells.
func (b *Builder) Prints(key string, cells ...int) {
	b.sys.Prints = append(b.sys.Prints, Print{Key: key, Cells: cells})
}

// Alike links two measures of which all cells at the same place have the same value: a
// share whose part is counted by another measure too. It tells whether they are. What was
// told before may be of another stand of the data, and says neither. What only the one with
// fewer cells has is known of the other too: it may be the total of what only that one cuts.
func (b *Builder) Alike(x, y int) bool {
	if b.count(x) > b.count(y) {
		x, y = y, x
	}
	type pair struct{ x, y int }
	var pairs []pair
	var alone []int
	some := false
	prefix, other := b.sys.Measures[x].Name, b.sys.Measures[y].Name
	for i, c := range b.sys.Cells {
		if c.Measure != x {
			continue
		}
		j, ok := b.cells[other+strings.TrimPrefix(c.Key, prefix)]
		if !ok {
			alone = append(alone, i)
			continue
		}
		past := c.Past || b.sys.Cells[j].Past
		if b.sys.Cells[j].Value != c.Value {
			if past {
				continue
			}
			return false
		}
		some = some || c.Value != 0 && !past
		pairs = append(pairs, pair{i, j})
	}
	if !some {
		return false
	}
	for _, i := range alone {
		// No table prints it by this name: it is known as far as the other is.
		j, err := b.Cell(maps.Clone(b.at[i][0]), Cell{Measure: y, Value: b.sys.Cells[i].Value, State: Free})
		if err != nil {
			continue // another name of the place has a value of its own
		}
		pairs = append(pairs, pair{i, j})
	}
	for _, p := range pairs {
		b.Sum(p.x, p.y) // one quantity by two names
	}
	return true
}

// count gives how many cells a measure has.
func (b *Builder) count(measure int) (n int) {
	for _, c := range b.sys.Cells {
		if c.Measure == measure {
			n++
		}
	}
	return n
}

// Find gives the cell of a measure at a place, where a table has it.
func (b *Builder) Find(measure string, at map[string]Node) (int, bool) {
	m, ok := b.measure[measure]
	if !ok {
		return 0, false
	}
	i, ok := b.cells[b.Key(m, at)]
	return i, ok
}

// Places gives where the cells of a measure are, in the order in which they came.
func (b *Builder) Places(measure int) []map[string]Node {
	var out []map[string]Node
	for i, c := range b.sys.Cells {
		if c.Measure == measure {
			out = append(out, b.at[i]...)
		}
	}
	return out
}

// Place gives the measure of a cell and where it is.
func (b *Builder) Place(cell int) (measure int, at map[string]Node) {
	return b.sys.Cells[cell].Measure, b.at[cell][0]
}

// Known gives the number of a measure that was declared.
func (b *Builder) Known(measure string) (int, bool) {
	i, ok := b.measure[measure]
	return i, ok
}

// Value gives the value of a cell.
func (b *Builder) Value(cell int) int64 { return b.sys.Cells[cell].Value }

// Past tells whether a cell was told before, and no table prints it now.
func (b *Builder) Past(cell int) bool { return b.sys.Cells[cell].Past }

// Hold says of a cell that it was hidden before and stays so.
func (b *Builder) Hold(cell int) { b.sys.Cells[cell].Held = true }

// Withhold says of a cell that it must not be known, unless it is already.
func (b *Builder) Withhold(cell int) {
	b.sys.Cells[cell].State = stricter(b.sys.Cells[cell].State, Secret)
}

// Conceal hides a cell and leaves open that it is zero.
func (b *Builder) Conceal(cell int) {
	b.sys.Cells[cell].State, b.sys.Cells[cell].Blank = Secret, true
}

// Sum says that whole is the sum of parts.
func (b *Builder) Sum(whole int, parts ...int) {
	eq := Equation{{whole, 1}}
	for _, p := range parts {
		eq = append(eq, Term{p, -1})
	}
	b.sys.Equations = append(b.sys.Equations, eq)
}

// Equal says that two sums of cells are equal.
func (b *Builder) Equal(one, other []int) {
	var eq Equation
	for _, c := range one {
		eq = append(eq, Term{c, 1})
	}
	for _, c := range other {
		eq = append(eq, Term{c, -1})
	}
	b.sys.Equations = append(b.sys.Equations, eq)
}

// Key names the cell of a measure at a place; it begins with the name of the measure.
func (b *Builder) Key(measure int, at map[string]Node) string {
	var s strings.Builder
	s.WriteString(b.sys.Measures[measure].Name)
	for _, family := range slices.Sorted(maps.Keys(at)) {
		fmt.Fprintf(&s, " %s=%s", family, at[family].key())
	}
	return s.String()
}

// Build finds the equations and gives the system. The builder is spent.
func (b *Builder) Build() *System {
	byMeasure := make([][]int, len(b.sys.Measures))
	for i, c := range b.sys.Cells {
		byMeasure[c.Measure] = append(byMeasure[c.Measure], i)
	}
	for m, cells := range byMeasure {
		b.bind(m, cells)
	}
	return &b.sys
}

// bind adds the equations of one measure. Along a dimension in which it does not add
// up each member stands apart, with cells that nothing binds to those of others.
func (b *Builder) bind(measure int, cells []int) {
	apart := map[string]*binder{}
	for _, c := range cells {
		for _, at := range b.at[c] {
			var slice strings.Builder
			within := map[string]Node{}
			fixed := map[string]Node{}
			for _, f := range slices.Sorted(maps.Keys(at)) {
				if b.adds[measure](f) {
					within[f] = at[f]
				} else {
					fixed[f] = at[f]
					fmt.Fprintf(&slice, " %s=%s", f, at[f].key())
				}
			}
			k := slice.String()
			if apart[k] == nil {
				apart[k] = newBinder(b, measure, fixed)
			}
			apart[k].place(c, within)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(apart)) {
		apart[k].bind()
	}
}
