package disclose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// consists binds a metric that is the sum of others, everywhere, to these. One that no table
// has is known as far as the others are.
func (x *solver) consists(m *models.Metric) error {
	names := append([]string{m.Name}, m.Parts...)
	return x.each(names, func(at map[string]system.Node) error {
		cells, missing := x.cellsAt(names, at)
		if len(missing) > 1 {
			return nil
		}
		if len(missing) == 1 {
			left := int64(0)
			for i, cell := range cells {
				switch {
				case i == missing[0]:
				case i == 0:
					left += x.b.Value(cell)
				default:
					left -= x.b.Value(cell)
				}
			}
			if missing[0] == 0 {
				left = -left
			}
			cell, err := x.unprinted(names[missing[0]], at, left)
			if err != nil {
				return err
			}
			cells[missing[0]] = cell
		}
		whole := x.b.Value(cells[0])
		for _, part := range cells[1:] {
			whole -= x.b.Value(part)
		}
		if whole == 0 {
			x.bind(cells[0], cells[1:]...)
		}
		return nil
	})
}

// each goes through the places at which some table has one of some measures, each once.
func (x *solver) each(names []string, at func(map[string]system.Node) error) error {
	done := map[string]bool{}
	for _, name := range names {
		measure, ok := x.b.Known(name)
		if !ok {
			continue
		}
		for _, place := range x.b.Places(measure) {
			if key := x.b.Key(measure, place)[len(name):]; !done[key] {
				done[key] = true
				if err := at(place); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// cellsAt gives the cells of measures at a place, and which of them no table has.
func (x *solver) cellsAt(names []string, at map[string]system.Node) (cells, missing []int) {
	cells = make([]int, len(names))
	for i, name := range names {
		cell, ok := x.b.Find(name, at)
		if cells[i] = cell; !ok {
			missing = append(missing, i)
		}
	}
	return cells, missing
}

// unprinted adds a cell that follows from others and that no table has. Where it is 0 it may
// have no row since nobody is there, which readers take from that.
func (x *solver) unprinted(name string, at map[string]system.Node, value int64) (int, error) {
	of, err := x.plan.Project.Metric(name)
	if err != nil {
		return 0, err
	}
	c := system.Cell{Measure: x.measure(&models.MetricResult{Metric: of}, "", 1, value < 0), Value: value, State: system.Free}
	if value == 0 {
		c.State = system.Known
	}
	return x.b.Cell(maps.Clone(at), c)
}

// changes binds a stock to what came and went, where no metric is the difference: what was
// there and what came is what is there and what went.
func (x *solver) changes(m *models.Metric) error {
	tables := map[string]bool{} // metrics, and how tables of them are cut
	periods := map[string]system.Node{}
	var places []map[string]system.Node
	for _, flow := range []string{m.Balance.In, m.Balance.Out} {
		err := x.each([]string{flow}, func(at map[string]system.Node) error {
			if period := at[timeFamily]; period.From != "" {
				tables[flow+cutting(at)], periods[period.Code] = true, period
				places = append(places, at)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	// Where nobody came and nobody went there is no row of either.
	err := x.each([]string{m.Name}, func(at map[string]system.Node) error {
		tables[m.Name+cutting(at)] = true
		for _, k := range slices.Sorted(maps.Keys(periods)) {
			period := periods[k]
			if first, last := ends(period); at[timeFamily].Code == first || at[timeFamily].Code == last {
				there := maps.Clone(at)
				there[timeFamily] = period
				places = append(places, there)
			}
		}
		return nil
	})
	if err != nil || len(places) == 0 {
		return err
	}
	done, sum := map[string]bool{}, x.alone(m, m.Name+" (and what came)")
	for _, at := range places {
		if key := x.b.Key(sum, at); !done[key] {
			done[key] = true
			if err := x.change(m, at, tables, sum); err != nil {
				return err
			}
		}
	}
	return nil
}

// ends gives the day before a period and its last one.
func ends(period system.Node) (before, last string) {
	return string(models.Date(period.From).AddDays(-1)), string(models.Date(period.Until).AddDays(-1))
}

// cutting tells how a table is cut that has a place, and its day or period.
func cutting(at map[string]system.Node) string {
	var out strings.Builder
	for _, family := range slices.Sorted(maps.Keys(at)) {
		fmt.Fprintf(&out, "\x00%s\x00%s", family, at[family].Level)
	}
	return out.String() + "\x00" + at[timeFamily].Code
}

// change binds the cells of one place and period. Who has no row in a table that is cut so
// is nobody, and says it.
func (x *solver) change(m *models.Metric, at map[string]system.Node, tables map[string]bool, sum int) error {
	before, last := ends(at[timeFamily])
	names := []string{m.Balance.In, m.Balance.Out, m.Name, m.Name}
	places := []map[string]system.Node{at, at, on(at, models.Date(last)), on(at, models.Date(before))}
	if at[timeFamily].From == beginning {
		names = names[:3]
	}
	cells := make([]int, len(names))
	var silent []int
	left := int64(0)
	for i, name := range names {
		cell, ok := x.b.Find(name, places[i])
		switch cells[i] = cell; {
		case ok:
			left += []int64{1, -1, -1, 1}[i] * x.b.Value(cell)
		case tables[name+cutting(places[i])]:
			silent = append(silent, i)
		default:
			return nil
		}
	}
	if left != 0 {
		return nil // it does not hold
	}
	for _, i := range silent {
		cell, err := x.unprinted(names[i], places[i], 0)
		if err != nil {
			return err
		}
		cells[i] = cell
	}
	came := cells[:1]
	if len(cells) > 3 {
		came = []int{cells[3], cells[0]}
	}
	x.equal(placed{measure: sum, at: at}, came, cells[1:3])
	return nil
}

// equal says that two sums are equal, and describes each as what the place of a measure is
// that no table prints.
func (x *solver) equal(sum placed, one, other []int) {
	base := x.plan.measures[sum.measure].base
	var described []balance
	for _, cells := range [][]int{one, other} {
		b := balance{whole: sum}
		for _, cell := range cells {
			measure, at := x.b.Place(cell)
			if x.plan.measures[measure].base != base {
				return
			}
			b.parts = append(b.parts, placed{measure: measure, at: at})
		}
		described = append(described, b)
	}
	x.b.Equal(one, other)
	x.plan.balances = append(x.plan.balances, described...)
}

// alone declares a measure of which no table has a cell, and whose cells add up to nothing.
func (x *solver) alone(m *models.Metric, name string) int {
	of := counted{system.Measure{Name: name, Width: x.plan.Rule.Few()}, m, false, 1, x.plan.base(m, 1), true}
	i := x.b.Measure(of.Measure, func(string) bool { return false })
	if i == len(x.plan.measures) {
		x.plan.measures = append(x.plan.measures, of)
	}
	return i
}
