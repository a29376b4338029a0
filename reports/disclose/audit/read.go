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

// Read reads what an edition prints: its tables and their description, each by its name
// below the folder of the edition.
//
// Beside it a reader may hold other editions, published before. Where one of them prints
// a number of a measure otherwise, that measure was restated: what it prints of it is about
// something else, and binds nothing here.
func Read(open func(name string) ([]byte, error), others ...func(name string) ([]byte, error)) (*Tables, error) {
	s, err := describe(open)
	if err != nil {
		return nil, err
	}
	r := &reader{s: s, t: &Tables{}, index: map[string]int{}, seen: map[[2]int]bool{}}
	tables := s.Tables
	for i := range tables {
		if err := r.table(&tables[i], open); err != nil {
			return nil, fmt.Errorf("read %s: %w", tables[i].File, err)
		}
	}
	if r.t.Broken, err = broken(open); err != nil {
		return nil, err
	}
	own := slices.Clone(s.Measures)
	r.lenient, r.own = true, r.tables
	for _, other := range others {
		more, err := describe(other)
		if err != nil {
			return nil, err
		}
		r.t.Broken = append(r.t.Broken, mixed(own, more)...)
		r.rename(more, other)
		r.join(more)
		for i := range more.Tables {
			if err := r.table(&more.Tables[i], other); err != nil {
				return nil, fmt.Errorf("read %s: %w", more.Tables[i].File, err)
			}
		}
	}
	fresh := r.fresh()
	r.wholes()
	r.sums()
	r.alike()
	r.balances()
	r.over(fresh)
	return r.t, nil
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

// reader builds the cells of the tables, and finds what adds up to what.
type reader struct {
	s      *structure
	t      *Tables
	index  map[string]int // cell by what it holds
	spots  []spot
	seen   map[[2]int]bool // cell and table
	tables int
	rests  []rest // of sums
	own    int    // tables of the edition itself, which come first
	// lenient leaves out what another edition prints otherwise.
	lenient bool
}

// spot is a cell as one table has it, or as cells of that table add up to it.
type spot struct {
	cell    int
	table   int
	measure int
	at      []int // by family: number of a member, -1 for the whole dimension
	// complete are the families along which the table lists all that is not zero.
	complete map[int]bool
}

// file reads a table file: its rows by their codes, with the columns of the value and of
// the status.
func (r *reader) file(t *table, open func(string) ([]byte, error)) (byCode map[string][]string, value, status int, err error) {
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

// table takes in one table file.
func (r *reader) table(t *table, open func(string) ([]byte, error)) error {
	byCode, value, status, err := r.file(t, open)
	if err != nil {
		return err
	}
	r.tables++
	complete := map[int]bool{}
	for _, f := range t.Complete {
		if i := slices.Index(r.s.Families, f); i >= 0 {
			complete[i] = true
		}
	}
	for _, row := range t.Rows {
		line, ok := byCode[strings.Join(row.Codes, "\x00")]
		if !ok {
			return fmt.Errorf("it has no row %s", strings.Join(row.Codes, ", "))
		}
		for _, c := range row.Cells {
			if c.Measure < 0 || c.Measure >= len(r.s.Measures) || len(c.At) != len(r.s.Families) {
				return fmt.Errorf("row %s: a cell of no measure or place", strings.Join(row.Codes, ", "))
			}
			for f, n := range c.At {
				if n < -1 || n >= len(r.s.Members[r.s.Families[f]]) {
					return fmt.Errorf("row %s: a cell at no member of %s", strings.Join(row.Codes, ", "), r.s.Families[f])
				}
			}
			m := r.s.Measures[c.Measure]
			cell := Cell{Floor: m.Floor, Width: max(m.Width, c.Width), Percent: m.Percent, Base: m.Base, State: Hidden}
			if c.Blank {
				cell.Floor = min(cell.Floor, 0)
			}
			switch {
			case line[status] == nothing && c.Value != nil: // nobody so far
				cell.State, cell.Value = Printed, *c.Value
			case line[status] == nothing:
				continue
			case line[status] == withheld && line[value] != "":
				return fmt.Errorf("row %s is withheld and has a value", strings.Join(row.Codes, ", "))
			case line[status] == withheld && c.Part:
				cell.Floor = 0 // a share of none is withheld with its rest
			case line[status] == withheld:
			case c.Part && c.Value != nil:
				cell.State, cell.Value = Printed, *c.Value
			case c.Part:
				cell.Floor = 0
			default:
				v, err := strconv.ParseFloat(line[value], 64)
				if err != nil {
					return fmt.Errorf("row %s: %q is no number", strings.Join(row.Codes, ", "), line[value])
				}
				cell.State, cell.Value = Printed, int64(math.Round(v*float64(m.Scale)))
			}
			if err := r.put(cell, spot{table: r.tables, measure: c.Measure, at: c.At, complete: complete}); err != nil {
				return err
			}
		}
	}
	return nil
}

// put takes a cell in; one that is printed somewhere is printed.
func (r *reader) put(c Cell, at spot) error {
	key, name := r.key(at)
	i, ok := r.index[key]
	if !ok {
		i = len(r.t.Cells)
		c.Name = name
		r.index[key] = i
		r.t.Cells = append(r.t.Cells, c)
	} else if have := &r.t.Cells[i]; have.State == Printed && c.State == Printed && have.Value != c.Value {
		if r.lenient {
			return nil
		}
		return fmt.Errorf("%s is %d here and %d in another table", name, c.Value, have.Value)
	} else if have.State != Printed && c.State != Unasked {
		have.Value, have.State = c.Value, c.State
		have.Floor, have.Width, have.Percent = max(have.Floor, c.Floor), max(have.Width, c.Width), max(have.Percent, c.Percent)
	}
	at.cell = i
	if k := [2]int{i, at.table}; !r.seen[k] {
		r.seen[k] = true
		r.spots = append(r.spots, at)
	}
	return nil
}

// key tells apart cells that hold different things, whatever tables call them.
func (r *reader) key(at spot) (key, name string) {
	var n strings.Builder
	n.WriteString(r.s.Measures[at.measure].Name)
	for f, i := range at.at {
		if i >= 0 {
			fmt.Fprintf(&n, " %s=%s", r.s.Families[f], r.s.Members[r.s.Families[f]][i])
		}
	}
	return r.keyAt(at, -1, node{}), n.String()
}

// keyAt is the key of a place that has another member in one family; -1 for none.
func (r *reader) keyAt(at spot, other int, member node) string {
	var parts []string
	for f, i := range at.at {
		m := member
		if f != other {
			if i < 0 {
				continue
			}
			m = r.s.Members[r.s.Families[f]][i]
		}
		parts = append(parts, fmt.Sprintf("\x00%s\x00%s\x00%s\x00%s", r.s.Families[f], m.From, m.Until, strings.Join(m.Atoms, "|")))
	}
	slices.Sort(parts) // descriptions order their families as they like
	return r.s.Measures[at.measure].Name + strings.Join(parts, "")
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
