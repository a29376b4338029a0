package disclose

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/round"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Plan is all answers that one edition prints, judged together. Answers are gathered
// first, each safe by the primary rule alone; Solve then finds what else must be hidden,
// and from then on Apply hides that too. What is asked for after that is gathered again,
// so that a maker repeats until Settled.
//
// A plan is for one goroutine. Its raw answers stay within it.
type Plan struct {
	Rule    Rule
	Project *models.Project
	Members Members
	// For is the dimension that the page is made for, a page for each member; empty for none.
	For string
	// Ask computes what no table of the edition prints, and other editions will: totals of
	// the provinces over a table by municipality. Nil asks for nothing.
	Ask func(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error)
	// Past is what readers were told already by what was published.
	Past []Past
	// Known is the day up to which the data are known.
	Known models.Date
	// Hold is what becomes of what changed a little since.
	Hold Hold

	// Rounded keeps what was rounded for other pages; nil keeps nothing.
	Rounded *round.Memory

	tables  []*planned
	index   map[string]*planned // by what was asked
	settled bool
	summary Summary
	exposed []Lost

	recalled []Past

	clashes []Clash
	off     int64 // how much the cell that rounding changed most is off

	measures []counted // of the last Solve, by number
	alike    [][2]int  // measures that count the same
	balances []balance
	adding   map[[2]string]bool // measure and family: adds up here, though its metric does not say so
}

// planned is one answer of a plan.
type planned struct {
	result *models.MetricResult
	status []Status // by row, of the last Solve; the primary rule's before
	solved bool
	// foreseen is an answer that other editions print, and recalled one that they printed.
	foreseen, recalled bool
	rows               [][]placed // by row: the cells that it tells
	rounded            *Safe      // what of it is printed where counts are rounded
}

// counted is a measure: a metric, or a part of its shares.
type counted struct {
	system.Measure
	metric *models.Metric
	part   bool
	scale  int64 // least units in 1 of what a table prints
	base   int64 // what its cells are rounded to multiples of; 0 where they are hidden
	alone  bool  // no cells of it add up to others
}

// placed is a cell with the place that a description gives it.
type placed struct {
	measure int
	at      map[string]system.Node
	cell    int // in the system
	value   int64
	width   int64 // how far apart its bounds must lie where that is more than its measure asks
	part    bool  // of a share: the table prints another number
}

// Summary says what a solved plan hides. Cells are numbers printed or hidden, each once.
type Summary struct {
	Cells     int `json:"cells"`
	Primary   int `json:"primary"`
	Secondary int `json:"secondary"`
	Equations int `json:"equations"`
	Measures  int `json:"measures"`
}

// Apply makes an answer safe as far as the plan was solved.
func (p *Plan) Apply(result *models.MetricResult) (Safe, error) {
	if result == nil || result.Metric == nil {
		return Safe{}, nil
	}
	key, err := json.Marshal(result.Query)
	if err != nil {
		return Safe{}, fmt.Errorf("name answer: %w", err)
	}
	t, ok := p.index[string(key)]
	if !ok {
		if p.index == nil {
			p.index = map[string]*planned{}
		}
		result = p.Rule.Fill(soFar(result))
		t = &planned{result: result, status: p.Rule.Judge(result)}
		p.index[string(key)] = t
		p.tables = append(p.tables, t)
		p.settled = false
	}
	if t.rounded != nil {
		return *t.rounded, nil
	}
	s := build(t.result, t.status, p.Rule.LeastOf(t.result)).under(p.Rule)
	s.complete = t.solved
	return s, nil
}

// Settled tells whether all answers that were asked for are judged together.
func (p *Plan) Settled() bool { return p.settled }

// Exposed names the small counts that the last Solve could not keep from a reader,
// whatever else it hid. An edition that has some is not for publication.
func (p *Plan) Exposed() []Lost { return slices.Clone(p.exposed) }

// Lost is a number that cannot be kept from a reader.
type Lost struct {
	Name string
	Key  string // as that of what was told before; "" where rounding finds no number that fits
}

// Off is by how much the count that rounding changed most differs from what was counted.
func (p *Plan) Off() int64 { return p.off }

// Summary says what is hidden.
func (p *Plan) Summary() Summary { return p.summary }

// printed is one row of an answer as the system has it.
type printed struct {
	table *planned
	row   int
	print int
}

// solver carries one Solve.
type solver struct {
	plan   *Plan
	b      *system.Builder
	places *places
	rows   []printed
	of     map[string][]int // relation -> measures that count on it
	count  int              // prints so far
	added  []*planned
	own    map[int]bool // cells that the page prints
}

// Solve judges all answers gathered so far together.
func (p *Plan) Solve(ctx context.Context) error {
	x := &solver{plan: p, b: &system.Builder{}, of: map[string][]int{}, own: map[int]bool{}, places: &places{project: p.Project, members: p.Members, extents: map[string]map[string]map[string][]string{}}}
	p.measures, p.exposed, p.clashes, p.off, p.balances = nil, nil, nil, 0, nil
	for _, t := range p.tables {
		t.status, t.rows, t.rounded = p.Rule.Judge(t.result), make([][]placed, len(t.result.Rows)), nil
		if t.result.Metric.Protects == "none" {
			continue
		}
		if err := x.add(ctx, t); err != nil {
			return fmt.Errorf("place the cells of %s: %w", t.result.Metric.Name, err)
		}
	}
	if err := x.foresee(ctx); err != nil {
		return err
	}
	if err := x.recall(ctx); err != nil {
		return err
	}
	if err := x.pieces(ctx); err != nil {
		return err
	}
	if err := x.lift(ctx); err != nil {
		return err
	}
	if err := x.freeze(ctx); err != nil {
		return err
	}
	x.conceal()
	x.partners()
	if err := x.remember(); err != nil {
		return err
	}
	if err := x.balances(); err != nil {
		return err
	}
	x.apart()
	p.alike = nil
	for _, relation := range slices.Sorted(maps.Keys(x.of)) {
		measures := x.of[relation]
		for i, m := range measures {
			for _, other := range measures[i+1:] {
				if p.measures[m].base == p.measures[other].base && x.b.Alike(m, other) {
					p.alike = append(p.alike, [2]int{m, other})
				}
			}
		}
	}
	sys := x.b.Build()
	for i := range p.measures {
		p.measures[i].Measure = sys.Measures[i] // of which a later table may have lowered the floor
	}
	fit, err := x.round(sys)
	if err != nil {
		return err
	}
	choice, err := protect.Choose(sys)
	if err != nil {
		return err
	}
	for _, cell := range choice.Exposed {
		// What was told before gives all of these away, whatever is hidden now. That stands in
		// the way of a page where it is a small number of its own, of somebody who can be known;
		// at all others the attack looks.
		if !x.own[cell] || sys.Cells[cell].State != system.Secret {
			continue
		}
		if measure, at := x.b.Place(cell); !nowhere(at) {
			p.exposed = append(p.exposed, Lost{sys.Cells[cell].Key, Past{Measure: p.measures[measure].Name, At: at}.Key()})
		}
	}
	for _, r := range x.rows {
		if r.table.status[r.row] == Shown && !choice.Printed[r.print] {
			r.table.status[r.row] = Hidden
		}
	}
	for _, t := range p.tables {
		t.solved = true
		if p.Rule.Round {
			x.show(t, fit)
		}
	}
	p.settled = true
	p.summarise(x, sys, choice)
	return nil
}

// summarise counts the cells of what this edition prints; what other editions told, or
// will tell, is none of its numbers.
func (p *Plan) summarise(x *solver, sys *system.System, choice protect.Result) {
	p.summary = Summary{Equations: len(sys.Equations), Measures: len(sys.Measures)}
	seen := map[int]bool{}
	for _, r := range x.rows {
		for _, cell := range sys.Prints[r.print].Cells {
			if r.table.foreseen || seen[cell] {
				continue
			}
			seen[cell] = true
			p.summary.Cells++
			switch {
			case sys.Cells[cell].State == system.Secret:
				p.summary.Primary++
			case !choice.Told[cell]:
				p.summary.Secondary++
			}
		}
	}
}

// add puts the cells of an answer into the system.
func (x *solver) add(ctx context.Context, t *planned) error {
	r := t.result
	at, err := x.places.at(ctx, r)
	if err != nil {
		return err
	}
	x.added = append(x.added, t)
	scale, exact := scaleOf(r)
	shares := r.Metric.Counted()
	if shares {
		scale = 1 // its parts are counts
	} else if rule.Derived(r.Metric) || !exact {
		return nil // a median is in no sum
	}
	below := slices.ContainsFunc(r.Rows, func(row models.MetricRow) bool { return row.Value < 0 })
	part := ""
	if shares {
		part = " (part)"
	}
	counts, also, err := x.counts(ctx, r, part, at)
	if err != nil {
		return err
	}
	whole, outOf, err := x.counted(ctx, r, r.Metric.OutOf)
	if err != nil {
		return err
	}
	left, err := x.rest(ctx, r, at)
	if err != nil {
		return err
	}
	for i, row := range r.Rows {
		if t.status[i] == Missing {
			continue
		}
		p := printed{table: t, row: i}
		var cells []int
		add := func(of quantity, value float64, n int64, hidden bool) error {
			m := x.measure(of.result, of.part, scale, below && !shares)
			c := system.Cell{Measure: m, Value: int64(math.Round(value * float64(scale))), State: system.Open, Single: n == 1 || !shares && row.Households == 1, Width: x.width(of.result, scale)}
			c.Rank = c.Value
			switch {
			case hidden:
				c.State = system.Secret
			case t.recalled:
				c.State = system.Free // what was told of it then is taken in for itself
			case c.Value == 0:
				c.State = system.Known
			}
			cell, err := x.b.Cell(maps.Clone(of.at[i]), c)
			cells = append(cells, cell)
			t.rows[i] = append(t.rows[i], placed{measure: m, at: of.at[i], cell: cell, value: c.Value, width: c.Width, part: shares})
			return err
		}
		if shares {
			err = x.parts(row, r.Metric.OfWhole(), t.status[i] == Hidden, counts, left, add)
			if outOf && !r.Metric.OfWhole() && len(cells) == 1 && t.status[i] == Shown && !x.plan.Rule.Round && row.Whole == math.Trunc(row.Whole) {
				// A share that can be more than all tells what it is taken of, by its part.
				err = errors.Join(err, add(whole, row.Whole, int64(row.Whole), rule.Small(row.Whole, x.plan.Rule.FewOf(whole.result.Query))))
			}
		} else {
			few := x.plan.Rule.FewOf(counts.result.Query)
			err = add(counts, row.Value, row.N, t.status[i] == Hidden || rule.Small(float64(row.N), few))
		}
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			continue
		}
		if also != nil {
			err = x.whole(*also, i, x.b.Value(cells[0]), cells[:1])
		}
		if outOf && r.Metric.OfWhole() && len(cells) == 2 && err == nil {
			err = x.whole(whole, i, int64(row.Whole), cells)
		}
		if err != nil {
			return err
		}
		if t.recalled || t.foreseen && !slices.ContainsFunc(cells, func(c int) bool { return !x.own[c] }) {
			continue // nobody prints it, or the page itself does
		}
		for _, c := range cells {
			x.own[c] = x.own[c] || !t.foreseen
		}
		x.b.Prints(fmt.Sprintf("%s row %d", r.Metric.Name, i), cells...)
		p.print = x.count
		x.count++
		x.rows = append(x.rows, p)
	}
	return nil
}
