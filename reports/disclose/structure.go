package disclose

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Structure describes the tables of an edition to somebody who attacks them: which cell
// each row is, and of what its members consist. It holds no number that the tables do
// not print.
type Structure struct {
	Format   int                        `json:"format"`
	Known    models.Date                `json:"known_at,omitempty"` // day up to which its data are known
	Rule     StructureRule              `json:"rule"`
	Method   string                     `json:"method"`             // suppress or round
	Base     int64                      `json:"base,omitempty"`     // rounded: counts are multiples of it
	Off      int64                      `json:"most_off,omitempty"` // rounded: by how much a cell may differ from what was counted
	Measures []StructureMeasure         `json:"measures"`
	Alike    [][2]int                   `json:"alike,omitempty"` // measures that count the same
	Families []string                   `json:"families"`        // dimensions that cells stand in
	Members  map[string][]StructureNode `json:"members"`         // by family
	Tables   []StructureTable           `json:"tables"`
	Balances []StructureSum             `json:"balances,omitempty"`

	index map[string]int // members by family and what they hold
}

// StructureSum says of cells, printed or not, that one is the sum of others: of a stock
// that it is what it was before, and what was added since.
type StructureSum struct {
	Whole StructureCell   `json:"whole"`
	Parts []StructureCell `json:"parts"`
}

// StructureRule is what a reader knows of the rule.
type StructureRule struct {
	Threshold int64 `json:"threshold"`
	Derived   int64 `json:"derived_threshold"`
	// Changes is hold when a count that changed by less than the threshold is withheld,
	// since the last benchmark.
	Changes   string      `json:"small_changes,omitempty"`
	Benchmark models.Date `json:"benchmark,omitempty"`
	// Margin is that of frozen patterns; none where each period is judged by itself.
	Margin     *int64 `json:"freeze_margin,omitempty"`
	Households int64  `json:"households"` // least that a number of persons is about
	// An amount is hidden when the largest contributors make up more than a percentage of
	// it, or when the second can compute the first to within another.
	Largest        int64    `json:"dominance_largest,omitempty"`
	LargestPercent int64    `json:"dominance_percent,omitempty"`
	PPercent       int64    `json:"p_percent,omitempty"`
	Public         []string `json:"public_sources,omitempty"` // numbers that come from these alone are not hidden
	// Sensitive are dimensions that have a threshold of their own.
	Sensitive          []string `json:"sensitive_dimensions,omitempty"`
	SensitiveThreshold int64    `json:"sensitive_threshold,omitempty"`
}

// StructureMeasure is a quantity whose cells may add up.
type StructureMeasure struct {
	Name    string   `json:"name"`
	Scale   int64    `json:"scale"`             // least units in 1 of what is printed
	Width   int64    `json:"width"`             // least distance between the bounds of a hidden cell, in least units
	Percent int64    `json:"percent,omitempty"` // and as a share of its value
	Floor   int64    `json:"floor"`             // least value of a hidden cell
	Base    int64    `json:"base,omitempty"`    // its cells are multiples of it, rounded; none is hidden
	Adds    []string `json:"adds"`              // families along which it adds up
}

// StructureNode is what a member holds: days, or finest codes.
type StructureNode struct {
	Level string   `json:"level"`
	From  string   `json:"from,omitempty"`
	Until string   `json:"until,omitempty"` // first day after
	Atoms []string `json:"atoms,omitempty"`
}

// StructureTable is a table file.
type StructureTable struct {
	File    string   `json:"file"`
	Columns []string `json:"columns"` // that hold the codes of a row
	// Complete are the families along which a row that is not there is zero.
	Complete []string       `json:"complete"`
	Rows     []StructureRow `json:"rows"`
}

// StructureRow says which cells a row tells.
type StructureRow struct {
	Codes []string        `json:"codes"`
	Cells []StructureCell `json:"cells"`
}

// StructureCell is one cell. Its value is the number in the row, unless the row prints a
// share: then Value is what that share tells, where it is printed. A row without a figure
// that counted nobody so far, in a period that is told in part, has the Value 0.
type StructureCell struct {
	Measure int    `json:"measure"`
	At      []int  `json:"at"` // by family: index in Members, -1 for the whole dimension
	Part    bool   `json:"part,omitempty"`
	Value   *int64 `json:"value,omitempty"`
	Width   int64  `json:"width,omitempty"` // as of its measure, where it is more
	Blank   bool   `json:"blank,omitempty"` // hidden, and may be zero: the floor of its measure does not hold
}

// Printed is a figure of an edition that the plan judged.
type Printed struct {
	File  string
	Query models.MetricQuery
}

// Describe gives the structure of the tables that an edition has.
func (p *Plan) Describe(tables []Printed) (*Structure, error) {
	s := &Structure{Format: 1, Known: p.Known, Rule: p.ruling(), Alike: p.alike, Members: map[string][]StructureNode{}, index: map[string]int{}, Measures: []StructureMeasure{}, Tables: []StructureTable{}}
	if s.Method = "suppress"; p.Rule.Round {
		s.Method, s.Base, s.Off = "round", p.Rule.Few(), p.off
	}
	families := map[string]bool{}
	for _, t := range p.tables {
		for _, row := range t.rows {
			for _, c := range row {
				for f := range c.at {
					families[f] = true
				}
			}
		}
	}
	s.Families = slices.Sorted(maps.Keys(families))
	for _, m := range p.measures {
		out := StructureMeasure{Name: m.Name, Scale: m.scale, Width: m.Width, Percent: m.Percent, Floor: m.Floor, Base: m.base, Adds: []string{}}
		for _, family := range s.Families {
			if p.along(m, family) {
				out.Adds = append(out.Adds, family)
			}
		}
		s.Measures = append(s.Measures, out)
	}
	blank := p.blank()
	for _, printed := range tables {
		key, err := json.Marshal(printed.Query)
		if err != nil {
			return nil, fmt.Errorf("name answer: %w", err)
		}
		t := p.index[string(key)]
		if t == nil || t.result.Metric.Protects == "none" {
			continue
		}
		out := StructureTable{File: printed.File, Columns: []string{}, Complete: p.complete(t), Rows: []StructureRow{}}
		for _, d := range t.result.Dims {
			out.Columns = append(out.Columns, d.Name)
		}
		for i, row := range t.rows {
			if len(row) == 0 {
				continue
			}
			cells := make([]StructureCell, len(row))
			for j, c := range row {
				cells[j] = s.cell(c)
				cells[j].Blank = blank[place(c)]
				if c.width > s.Measures[c.measure].Width {
					cells[j].Width = c.width
				}
				if (c.part || t.result.Rows[i].Partly && c.value == 0) && t.status[i] == Shown {
					cells[j].Value = &c.value
				}
			}
			out.Rows = append(out.Rows, StructureRow{Codes: slices.Clone(t.result.Rows[i].Dims), Cells: cells})
		}
		if len(out.Rows) > 0 {
			s.Tables = append(s.Tables, out)
		}
	}
	for _, b := range p.balances {
		sum := StructureSum{Whole: s.cell(b.whole)}
		for _, c := range b.parts {
			sum.Parts = append(sum.Parts, s.cell(c))
		}
		s.Balances = append(s.Balances, sum)
	}
	return s, nil
}

// cell describes where a cell is.
func (s *Structure) cell(c placed) StructureCell {
	out := StructureCell{Measure: c.measure, Part: c.part, At: make([]int, len(s.Families))}
	for k, f := range s.Families {
		out.At[k] = -1
		if n, ok := c.at[f]; ok {
			out.At[k] = s.member(f, n)
		}
	}
	return out
}

// member gives the number of a member, which it adds when it is new.
func (s *Structure) member(family string, n system.Node) int {
	k := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%v", family, n.Level, n.From, n.Until, n.Atoms)
	i, ok := s.index[k]
	if !ok {
		i = len(s.Members[family])
		s.index[k] = i
		s.Members[family] = append(s.Members[family], StructureNode{n.Level, n.From, n.Until, n.Atoms})
	}
	return i
}

// ruling is what readers are told of the rule.
func (p *Plan) ruling() StructureRule {
	r := StructureRule{Threshold: p.Rule.Few(), Derived: p.Rule.FewDerived(), Households: p.Rule.FewHouseholds()}
	if p.Hold.On {
		r.Changes, r.Benchmark = "hold", p.Hold.Benchmark
	}
	if p.Rule.Freeze && !p.Rule.Round {
		r.Margin = &p.Rule.Margin
	}
	r.Largest, r.LargestPercent, r.PPercent = p.Rule.Largest, p.Rule.LargestPercent, p.Rule.PPercent
	for _, t := range p.tables {
		for _, s := range t.result.Metric.Public {
			r.Public = append(r.Public, s.Source)
		}
	}
	slices.Sort(r.Public)
	r.Public = slices.Compact(r.Public)
	if r.Sensitive = p.Rule.Sensitive; len(r.Sensitive) > 0 {
		r.SensitiveThreshold = p.Rule.FewSensitive()
	}
	return r
}

// complete gives the families along which an answer is cut and not filtered, by itself or
// by what its metric is a slice of.
func (p *Plan) complete(t *planned) []string {
	out := []string{}
	filters := t.result.Query.Where
	if s := t.result.Metric.SliceOf; s != nil {
		_, more, _ := p.Project.Counted(s)
		filters = slices.Concat(filters, more)
	}
	for _, d := range t.result.Dims {
		family := p.Project.Family(d.Name)
		if d.Grain != "" || slices.Contains(out, family) || slices.ContainsFunc(filters, func(f models.Filter) bool { return p.Project.Family(f.Dimension) == family }) {
			continue
		}
		out = append(out, family)
	}
	if slices.Contains(t.status, Missing) {
		return []string{} // a row without a figure may hide anything
	}
	return out
}

// Encode gives the bytes of the file.
func (s *Structure) Encode() ([]byte, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("write structure: %w", err)
	}
	return append(text, '\n'), nil
}
