package disclose

import (
	"maps"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// balance is one sum that holds between a flow, what it consists of, and the stock that it
// changes: whole is the sum of parts.
type balance struct {
	whole placed
	parts []placed
}

// partners makes the measures known that a balance ties to one of this edition, so that
// what other editions told of them counts here too.
func (x *solver) partners() {
	for _, m := range x.plan.Project.Metrics {
		if m.Balance == nil && m.Parts == nil {
			continue
		}
		names := append([]string{m.Name}, m.Parts...)
		if m.Balance != nil {
			names = append(names, m.Balance.In, m.Balance.Out)
		}
		if m.Net() {
			names = append(names, m.Balance.Stock)
		}
		var all []*models.Metric
		some, none := false, false
		for _, name := range names {
			of, err := x.plan.Project.Metric(name)
			if err != nil {
				return // a project with such a balance is not loaded
			}
			_, known := x.b.Known(name)
			all, some, none = append(all, of), some || known, none || of.Protects == "none"
		}
		for _, of := range all {
			if _, known := x.b.Known(of.Name); some && !none && !known {
				x.measure(&models.MetricResult{Metric: of}, "", 1, false)
			}
		}
	}
}

// balances binds metrics to those that they are the sum of, and flows to what they consist
// of and to the stock that they change, where that holds: on the division of its day a
// municipality may have grown by a merger.
func (x *solver) balances() error {
	for _, m := range x.plan.Project.Metrics {
		if m.Protects == "none" {
			continue
		}
		var err error
		switch {
		case m.Net():
			err = x.each([]string{m.Name, m.Balance.In, m.Balance.Out}, func(at map[string]system.Node) error {
				if at[timeFamily].From == "" {
					return nil
				}
				return x.balanceAt(m, at)
			})
		case m.Balance != nil:
			err = x.changes(m)
		}
		if err == nil && m.Parts != nil {
			err = x.consists(m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// balanceAt binds the cells of one place and period.
func (x *solver) balanceAt(m *models.Metric, at map[string]system.Node) error {
	net, hasNet := x.b.Find(m.Name, at)
	in, hasIn := x.b.Find(m.Balance.In, at)
	out, hasOut := x.b.Find(m.Balance.Out, at)
	period := at[timeFamily]
	end, hasEnd := x.b.Find(m.Balance.Stock, on(at, models.Date(period.Until).AddDays(-1)))
	before, hasBefore := 0, period.From == beginning
	if !hasBefore {
		before, hasBefore = x.b.Find(m.Balance.Stock, on(at, models.Date(period.From).AddDays(-1)))
	}
	flows, stocks := hasIn && hasOut, hasEnd && hasBefore
	if !flows && !stocks || !hasNet && !(flows && stocks) {
		return nil
	}
	if !hasNet {
		measure, _ := x.b.Known(m.Name)
		var err error
		if net, err = x.b.Cell(maps.Clone(at), system.Cell{Measure: measure, Value: x.b.Value(in) - x.b.Value(out)}); err != nil {
			return err
		}
	}
	if flows && x.b.Value(in) == x.b.Value(net)+x.b.Value(out) {
		x.bind(in, net, out)
	}
	if period.From == beginning {
		if stocks && x.b.Value(end) == x.b.Value(net) {
			x.bind(end, net)
		}
	} else if stocks && x.b.Value(end) == x.b.Value(before)+x.b.Value(net) {
		x.bind(end, before, net)
	}
	return nil
}

// bind says that a cell is the sum of others, and keeps it for the description.
// What is rounded to multiples of different numbers is not bound: it cannot hold.
func (x *solver) bind(whole int, parts ...int) {
	at := func(cell int) placed {
		measure, place := x.b.Place(cell)
		return placed{measure: measure, at: place}
	}
	sum := balance{whole: at(whole)}
	for _, p := range parts {
		sum.parts = append(sum.parts, at(p))
		if x.plan.measures[at(p).measure].base != x.plan.measures[sum.whole.measure].base {
			return
		}
	}
	x.b.Sum(whole, parts...)
	x.plan.balances = append(x.plan.balances, sum)
}

// on gives the place of a stock on a day where a flow is placed over a period.
func on(at map[string]system.Node, day models.Date) map[string]system.Node {
	out := maps.Clone(at)
	out[timeFamily] = system.Node{Level: "day", Code: string(day), Atoms: []string{string(day)}}
	return out
}
