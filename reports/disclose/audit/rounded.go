package audit

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// broken says what is wrong with the numbers of an edition that are said to be rounded.
//
// When all counts are multiples of a base, none is withheld and all sums hold, then the
// tables themselves are among the true ones that could have been rounded to them. In
// those no count is 1 to base-1, and so no reader can tell that one was. What else would
// tell is looked for too: a zero in a list that leaves out what is zero, and a share that is
// not made of what is printed.
func broken(e *Edition, open func(string) ([]byte, error)) ([]string, error) {
	if !slices.ContainsFunc(e.s.Measures, func(m measure) bool { return m.Base > 0 }) {
		return nil, nil
	}
	r := newReader(e, nil)
	if err := r.mine(e); err != nil {
		return nil, err
	}
	var out []string
	for i := range e.s.Tables {
		t := &e.s.Tables[i]
		lines, err := r.lines(t, open)
		if err != nil {
			return nil, err
		}
		out = append(out, r.zeros(t, lines)...)
		out = append(out, r.shares(t, lines)...)
	}
	for _, c := range r.t.Cells {
		switch {
		case c.Base == 0:
		case c.State == Hidden:
			out = append(out, fmt.Sprintf("%s is withheld, and others like it are rounded", c.Name))
		case c.Value%c.Base != 0:
			out = append(out, fmt.Sprintf("%s is %d, no multiple of %d", c.Name, c.Value, c.Base))
		case c.Value < 0 && c.Floor >= 0:
			out = append(out, fmt.Sprintf("%s is %d, less than nothing", c.Name, c.Value))
		}
	}
	r.bind()
	return append(out, r.unequal()...), nil
}

// lines gives the value and the status of each row of a table, by its codes.
func (r *reader) lines(t *table, open func(string) ([]byte, error)) (map[string][2]string, error) {
	byCode, value, status, err := t.read(open)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.File, err)
	}
	out := map[string][2]string{}
	for codes, line := range byCode {
		out[codes] = [2]string{line[value], line[status]}
	}
	return out, nil
}

// rounds tells whether a row prints rounded counts, or what is made of them.
func (r *reader) rounds(row *tableRow) bool {
	return len(row.Cells) > 0 && r.s.Measures[row.Cells[0].Measure].Base > 0
}

var grains = []string{"day", "week", "month", "quarter", "year"}

// zeros finds places with a zero in a table in which places without anybody have no row.
// A place may print zeros when it prints all periods that the table has, and something.
func (r *reader) zeros(t *table, lines map[string][2]string) []string {
	type place struct {
		periods, zeros int
		some           bool
	}
	places, periods := map[string]*place{}, map[string]bool{}
	var order []string
	for i := range t.Rows {
		row := &t.Rows[i]
		if !r.rounds(row) || row.Cells[0].Part || len(row.Codes) != len(t.Columns) {
			continue
		}
		where, when := "", ""
		for c, name := range t.Columns {
			if slices.Contains(grains, name) {
				when += row.Codes[c] + "\x00"
			} else {
				where += ", " + row.Codes[c]
			}
		}
		if where == "" {
			return nil // it lists no places
		}
		if places[where] == nil {
			places[where] = &place{}
			order = append(order, where)
		}
		p := places[where]
		periods[when] = true
		p.periods++
		if v, err := strconv.ParseFloat(lines[strings.Join(row.Codes, "\x00")][0], 64); err == nil && v == 0 {
			p.zeros++
		} else if err == nil {
			p.some = true
		}
	}
	var out []string
	for _, where := range order {
		if p := places[where]; p.zeros > 0 && (!p.some || p.periods < len(periods)) {
			out = append(out, fmt.Sprintf("%s prints 0 for %s: who has nobody has no row there", t.File, strings.TrimPrefix(where, ", ")))
		}
	}
	return out
}

// shares finds shares that are not those of the rounded counts that they are said to be.
func (r *reader) shares(t *table, lines map[string][2]string) []string {
	var out []string
	for i := range t.Rows {
		row := &t.Rows[i]
		line := lines[strings.Join(row.Codes, "\x00")]
		if !r.rounds(row) || !row.Cells[0].Part || line[0] == "" {
			continue
		}
		v, err := strconv.ParseFloat(line[0], 64)
		if slices.ContainsFunc(row.Cells, func(c tableCell) bool { return c.Value == nil }) {
			err = fmt.Errorf("its parts are not told")
		} else if err == nil && len(row.Cells) == 1 && *row.Cells[0].Value == 0 {
			err = fmt.Errorf("it is of nobody, who may have no row")
		} else if err == nil && len(row.Cells) == 2 { // of a rate the whole is known elsewhere
			part, rest := float64(*row.Cells[0].Value), float64(*row.Cells[1].Value)
			if math.Abs(v*(part+rest)-part) > 1e-6*(part+rest) {
				err = fmt.Errorf("it is %v of %v", part, part+rest)
			}
		}
		if err != nil {
			out = append(out, fmt.Sprintf("%s prints the share %s for %s: %v", t.File, line[0], strings.Join(row.Codes, ", "), err))
		}
	}
	return out
}

// unequal finds rounded cells that are not the sum of their parts, those included that no
// table prints but that follow.
func (r *reader) unequal() []string {
	known := make([]bool, len(r.t.Cells))
	value := make([]int64, len(r.t.Cells))
	for i, c := range r.t.Cells {
		known[i], value[i] = c.State == Printed, c.Value
	}
	var out []string
	done := make([]bool, len(r.t.Sums))
	for again := true; again; {
		again = false
		for i, s := range r.t.Sums {
			if done[i] || r.t.Cells[s.Whole].Base == 0 {
				continue
			}
			unknown, times, left := -1, 0, int64(0) // of the whole less its parts
			take := func(cell int, coef int64) {
				if known[cell] {
					left += coef * value[cell]
				} else {
					unknown, times = cell, times+1
				}
			}
			take(s.Whole, 1)
			for _, p := range s.Parts {
				take(p, -1)
			}
			name := r.t.Cells[s.Whole].Name
			switch {
			case times == 0 && !s.Rest && left != 0:
				out = append(out, fmt.Sprintf("%s is %d, and its parts are %d", name, value[s.Whole], value[s.Whole]-left))
			case times == 0 && s.Rest && left < 0 && r.t.Cells[s.Whole].Floor >= 0:
				out = append(out, fmt.Sprintf("%s is %d, less than a part of it, %d", name, value[s.Whole], value[s.Whole]-left))
			case times == 1 && !s.Rest:
				known[unknown], value[unknown] = true, left
				if unknown == s.Whole {
					value[unknown] = -left
				}
				again = true
			case times > 0:
				continue
			}
			done[i] = true
		}
	}
	return out
}

// mixed finds measures that another edition prints under another method.
func mixed(own []measure, more *structure) []string {
	var out []string
	for _, m := range more.Measures {
		i := slices.IndexFunc(own, func(have measure) bool { return have.Name == m.Name })
		if i >= 0 && own[i].Base != m.Base {
			out = append(out, fmt.Sprintf("%s was published %s, and is %s here", m.Name, method(m.Base), method(own[i].Base)))
		}
	}
	return out
}

func method(base int64) string {
	if base == 0 {
		return "with small counts withheld"
	}
	return fmt.Sprintf("in multiples of %d", base)
}
