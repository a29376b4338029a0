package audit

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// StructureFile describes the tables of an edition, beside them.
const StructureFile = "structure.json"

// structure is that description, as far as an attacker needs it. Its fields are
// documented in docs/disclosure.md.
type structure struct {
	Format   int               `json:"format"`
	Known    string            `json:"known_at"`
	Rule     ruling            `json:"rule"`
	Measures []measure         `json:"measures"`
	Alike    [][2]int          `json:"alike"`
	Families []string          `json:"families"`
	Members  map[string][]node `json:"members"`
	Tables   []table           `json:"tables"`
	Balances []balanceSum      `json:"balances"`
}

// ruling is the rule that the edition says it keeps.
type ruling struct {
	Threshold int64  `json:"threshold"`
	Changes   string `json:"small_changes"`
	Benchmark string `json:"benchmark"`
}

type measure struct {
	Name    string   `json:"name"`
	Scale   int64    `json:"scale"`
	Width   int64    `json:"width"`
	Percent int64    `json:"percent"`
	Floor   int64    `json:"floor"`
	Base    int64    `json:"base"`
	Adds    []string `json:"adds"`
}

type node struct {
	Level string   `json:"level"`
	From  string   `json:"from"`
	Until string   `json:"until"`
	Atoms []string `json:"atoms"`
}

type table struct {
	File     string     `json:"file"`
	Columns  []string   `json:"columns"`
	Complete []string   `json:"complete"`
	Rows     []tableRow `json:"rows"`
}

type tableRow struct {
	Codes []string    `json:"codes"`
	Cells []tableCell `json:"cells"`
}

type tableCell struct {
	Measure int    `json:"measure"`
	At      []int  `json:"at"`
	Part    bool   `json:"part"`
	Value   *int64 `json:"value"`
	Width   int64  `json:"width"`
	Blank   bool   `json:"blank"`
}

// Codes of the status column (SDMX, CL_OBS_STATUS).
const (
	withheld = "Q"
	nothing  = "O"
)

// Edition is what one edition prints: its description, and its tables by that.
type Edition struct {
	s      *structure
	tables []listing
}

// listing is the cells of one table.
type listing struct {
	complete []int // families along which the table lists all that is not zero
	cells    []listed
}

// listed is a cell of a table, at members of the families of its edition.
type listed struct {
	measure int
	at      []int // by family: number of a member, -1 for the whole dimension
	cell    Cell
}

// Read reads what an edition prints: its tables and their description, each by its name
// below the folder of the edition.
//
// Beside it a reader may hold other editions, published before. Where one of them prints
// a number otherwise, that was restated: what it prints of that, and of what may have
// changed with it, is about something else, and binds nothing here. What it prints of
// measures and places that have nothing to do with those of the edition is left out.
func Read(open func(name string) ([]byte, error), others ...*Edition) (*Tables, error) {
	own, err := ReadEdition(open)
	if err != nil {
		return nil, err
	}
	return lay(own, open, others, false)
}

// Before reads what a reader knew of the numbers of an edition without it: of those that it
// withholds, not even that they are not 0.
func Before(open func(name string) ([]byte, error), others ...*Edition) (*Tables, error) {
	own, err := ReadEdition(open)
	if err != nil {
		return nil, err
	}
	unread := &Edition{s: own.s}
	for _, t := range own.tables {
		cells := slices.Clone(t.cells)
		for i := range cells {
			c := &cells[i].cell
			c.Value, c.Floor = 0, min(0, c.Floor)
			if c.State == Printed {
				c.State = Unasked
			}
		}
		unread.tables = append(unread.tables, listing{t.complete, cells})
	}
	return lay(unread, open, others, true)
}

// ReadAll is Read without its shortcuts: it takes in all measures, and finds each sum as
// often as tables have its parts. What can be known of an edition is the same.
func ReadAll(open func(name string) ([]byte, error), others ...*Edition) (*Tables, error) {
	own, err := ReadEdition(open)
	if err != nil {
		return nil, err
	}
	return lay(own, open, others, true)
}

func lay(own *Edition, open func(name string) ([]byte, error), others []*Edition, everything bool) (_ *Tables, err error) {
	r := newReader(own, others)
	r.everything = everything
	if r.t.Broken, err = broken(own, open); err != nil {
		return nil, err
	}
	if err := r.mine(own); err != nil {
		return nil, err
	}
	r.lenient = true
	measures := slices.Clone(own.s.Measures)
	for _, other := range others {
		r.t.Broken = append(r.t.Broken, mixed(measures, other.s)...)
	}
	kin := related(own, others)
	wanted := func(name string) bool { return everything || kin[name] }
	others = newest(others)
	was := r.restated(others, wanted)
	for _, other := range others {
		if err := r.join(other, was, wanted); err != nil {
			return nil, err
		}
	}
	fresh := r.fresh()
	r.bind()
	r.over(fresh)
	r.settle()
	if !everything && len(own.tables) > 0 { // without tables nothing is near, and all of it is asked for
		r.t.near()
	}
	return r.t, nil
}

// ReadEdition reads what an edition prints, to lay it beside others.
func ReadEdition(open func(name string) ([]byte, error)) (*Edition, error) {
	s, err := describe(open)
	if err != nil {
		return nil, err
	}
	e := &Edition{s: s}
	for i := range s.Tables {
		t, err := s.list(&s.Tables[i], open)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", s.Tables[i].File, err)
		}
		e.tables = append(e.tables, t)
	}
	return e, nil
}

func describe(open func(name string) ([]byte, error)) (*structure, error) {
	text, err := open(StructureFile)
	if err != nil {
		return nil, fmt.Errorf("read the description of the tables: %w", err)
	}
	var s structure
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("read %s: %w", StructureFile, err)
	}
	if s.Format != 1 {
		return nil, fmt.Errorf("read %s: it has format %d, want 1", StructureFile, s.Format)
	}
	return &s, nil
}

// file reads a table file: its rows by their codes, with the columns of the value and of
// the status.
func (t *table) read(open func(string) ([]byte, error)) (byCode map[string][]string, value, status int, err error) {
	text, err := open(t.File)
	if err != nil {
		return nil, 0, 0, err
	}
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, 0, 0, err
	}
	if len(lines) == 0 {
		return nil, 0, 0, fmt.Errorf("it is empty")
	}
	at := make([]int, 0, 2+len(t.Columns))
	for _, name := range append([]string{"value", "obs_status"}, t.Columns...) {
		i := slices.Index(lines[0], name)
		if i < 0 {
			return nil, 0, 0, fmt.Errorf("it has no column %s", name)
		}
		at = append(at, i)
	}
	byCode = map[string][]string{}
	for _, line := range lines[1:] {
		var key []string
		for _, i := range at[2:] {
			key = append(key, line[i])
		}
		byCode[strings.Join(key, "\x00")] = line
	}
	return byCode, at[0], at[1], nil
}

// list reads the cells of one table file.
func (s *structure) list(t *table, open func(string) ([]byte, error)) (listing, error) {
	var out listing
	byCode, value, status, err := t.read(open)
	if err != nil {
		return out, err
	}
	for _, f := range t.Complete {
		if i := slices.Index(s.Families, f); i >= 0 {
			out.complete = append(out.complete, i)
		}
	}
	for _, row := range t.Rows {
		line, ok := byCode[strings.Join(row.Codes, "\x00")]
		if !ok {
			return out, fmt.Errorf("it has no row %s", strings.Join(row.Codes, ", "))
		}
		for _, c := range row.Cells {
			cell, told, err := s.cell(c, line[value], line[status])
			if err != nil {
				return out, fmt.Errorf("row %s%w", strings.Join(row.Codes, ", "), err)
			}
			if told {
				out.cells = append(out.cells, listed{c.Measure, c.At, cell})
			}
		}
	}
	return out, nil
}

// cell gives what a row with a value and a status tells of a cell; false when that is
// nothing. The error goes on where the name of the row ends.
func (s *structure) cell(c tableCell, value, status string) (cell Cell, told bool, err error) {
	if c.Measure < 0 || c.Measure >= len(s.Measures) || len(c.At) != len(s.Families) {
		return cell, false, fmt.Errorf(": a cell of no measure or place")
	}
	for f, n := range c.At {
		if n < -1 || n >= len(s.Members[s.Families[f]]) {
			return cell, false, fmt.Errorf(": a cell at no member of %s", s.Families[f])
		}
	}
	m := s.Measures[c.Measure]
	cell = Cell{Floor: m.Floor, Width: max(m.Width, c.Width), Percent: m.Percent, Base: m.Base, State: Hidden}
	if c.Blank {
		cell.Floor = min(cell.Floor, 0)
	}
	switch {
	case status == nothing && c.Value != nil: // nobody so far
		cell.State, cell.Value = Printed, *c.Value
	case status == nothing:
		return cell, false, nil
	case status == withheld && value != "":
		return cell, false, fmt.Errorf(" is withheld and has a value")
	case status == withheld && c.Part:
		cell.Floor, cell.Zero = 0, !c.Blank // a share of none is withheld with its rest
	case status == withheld:
	case c.Part && c.Value != nil:
		cell.State, cell.Value = Printed, *c.Value
	case c.Part:
		cell.Floor = 0
	default:
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return cell, false, fmt.Errorf(": %q is no number", value)
		}
		cell.State, cell.Value = Printed, int64(math.Round(v*float64(m.Scale)))
	}
	return cell, true, nil
}

func (n node) String() string {
	switch {
	case n.From != "":
		return n.From + "/" + n.Until
	case len(n.Atoms) > 3:
		return fmt.Sprintf("%s (%s and %d more)", n.Level, n.Atoms[0], len(n.Atoms)-1)
	}
	return strings.Join(n.Atoms, "|")
}
