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
	Measures []measure         `json:"measures"`
	Alike    [][2]int          `json:"alike"`
	Families []string          `json:"families"`
	Members  map[string][]node `json:"members"`
	Tables   []table           `json:"tables"`
}

type measure struct {
	Name    string   `json:"name"`
	Scale   int64    `json:"scale"`
	Width   int64    `json:"width"`
	Percent int64    `json:"percent"`
	Floor   int64    `json:"floor"`
	Adds    []string `json:"adds"`
}

type node struct {
	Level string   `json:"level"`
	From  string   `json:"from"`
	Until string   `json:"until"`
	Atoms []string `json:"atoms"`
}

type table struct {
	File     string   `json:"file"`
	Columns  []string `json:"columns"`
	Complete []string `json:"complete"`
	Rows     []struct {
		Codes []string `json:"codes"`
		Cells []struct {
			Measure int    `json:"measure"`
			At      []int  `json:"at"`
			Part    bool   `json:"part"`
			Value   *int64 `json:"value"`
		} `json:"cells"`
	} `json:"rows"`
}

// Codes of the status column (SDMX, CL_OBS_STATUS).
const (
	withheld = "Q"
	nothing  = "O"
)

// Read reads what an edition prints: its tables and their description, each by its name
// below the folder of the edition.
func Read(open func(name string) ([]byte, error)) (*Tables, error) {
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
	r := &reader{s: &s, t: &Tables{}, index: map[string]int{}}
	for i := range s.Tables {
		if err := r.table(&s.Tables[i], open); err != nil {
			return nil, fmt.Errorf("read %s: %w", s.Tables[i].File, err)
		}
	}
	r.wholes()
	r.sums()
	r.alike()
	return r.t, nil
}

// reader builds the cells of the tables, and finds what adds up to what.
type reader struct {
	s     *structure
	t     *Tables
	index map[string]int // cell by what it holds
	cells []spot         // of each cell
}

// spot is where a cell stands.
type spot struct {
	measure int
	at      []int
	// complete are the families along which the table of the cell lists all that is
	// not zero.
	complete map[int]bool
}

// table reads one table file.
func (r *reader) table(t *table, open func(string) ([]byte, error)) error {
	text, err := open(t.File)
	if err != nil {
		return err
	}
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return fmt.Errorf("it is empty")
	}
	column := func(name string) (int, error) {
		i := slices.Index(lines[0], name)
		if i < 0 {
			return 0, fmt.Errorf("it has no column %s", name)
		}
		return i, nil
	}
	value, err := column("value")
	if err != nil {
		return err
	}
	status, err := column("obs_status")
	if err != nil {
		return err
	}
	var codes []int
	for _, name := range t.Columns {
		i, err := column(name)
		if err != nil {
			return err
		}
		codes = append(codes, i)
	}
	byCode := map[string][]string{}
	for _, line := range lines[1:] {
		var key []string
		for _, i := range codes {
			key = append(key, line[i])
		}
		byCode[strings.Join(key, "\x00")] = line
	}
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
			m := r.s.Measures[c.Measure]
			cell := Cell{Floor: m.Floor, Width: m.Width, Percent: m.Percent, State: Hidden}
			switch {
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
			if err := r.put(cell, spot{c.Measure, c.At, complete}); err != nil {
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
		c.Name = name
		r.index[key] = len(r.t.Cells)
		r.t.Cells, r.cells = append(r.t.Cells, c), append(r.cells, at)
		return nil
	}
	have := &r.t.Cells[i]
	switch {
	case have.State == Printed && c.State == Printed && have.Value != c.Value:
		return fmt.Errorf("%s is %d here and %d in another table", name, c.Value, have.Value)
	case have.State != Printed && c.State != Unasked:
		have.Value, have.State = c.Value, c.State
		have.Floor = max(have.Floor, c.Floor)
	}
	if len(at.complete) > len(r.cells[i].complete) {
		r.cells[i].complete = at.complete
	}
	return nil
}

// key tells apart cells that hold different things, whatever tables call them.
func (r *reader) key(at spot) (key, name string) {
	var k, n strings.Builder
	k.WriteString(r.s.Measures[at.measure].Name)
	n.WriteString(r.s.Measures[at.measure].Name)
	for f, i := range at.at {
		if i < 0 {
			continue
		}
		m := r.s.Members[r.s.Families[f]][i]
		fmt.Fprintf(&k, "\x00%d\x00%s\x00%s\x00%s", f, m.From, m.Until, strings.Join(m.Atoms, "|"))
		fmt.Fprintf(&n, " %s=%s", r.s.Families[f], m)
	}
	return k.String(), n.String()
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
