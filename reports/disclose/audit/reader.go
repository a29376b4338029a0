package audit

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// reader builds the cells of the tables, and finds what adds up to what.
type reader struct {
	s      *structure // what all editions describe: measures, families and members, each once
	t      *Tables
	index  map[string]int // cell by what it holds
	spots  []spot
	seen   map[[2]int]bool // cell and table
	tables int
	own    int          // tables of the edition itself, which come first
	told   map[int]bool // cells of which another edition tells what stands
	rests  []rest       // of sums
	// everything takes no shortcut: see ReadAll.
	everything bool
	// lenient leaves out what another edition prints otherwise.
	lenient bool

	members []map[string]int    // by family: number of a member, by its level and what it holds
	same    []map[string]uint32 // by family: what a member holds, numbered
	holds   [][]uint32          // by family and member: that number, from 1 on
	within  map[[3]int]bool     // family and two members: one lies within the other, or is it

	others    [][2]int     // pairs of measures that count the same, by other editions
	elsewhere []balanceSum // sums that other editions name
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

// newReader is for an edition beside others: it has the families of all of them, those of
// the edition first.
func newReader(own *Edition, others []*Edition) *reader {
	r := &reader{s: &structure{Known: own.s.Known, Rule: own.s.Rule, Members: map[string][]node{}}, t: &Tables{}, index: map[string]int{}, seen: map[[2]int]bool{}, told: map[int]bool{}, within: map[[3]int]bool{}}
	for _, e := range append([]*Edition{own}, others...) {
		for _, f := range e.s.Families {
			if !slices.Contains(r.s.Families, f) {
				r.s.Families = append(r.s.Families, f)
			}
		}
	}
	n := len(r.s.Families)
	r.members, r.same, r.holds = make([]map[string]int, n), make([]map[string]uint32, n), make([][]uint32, n)
	for f := range n {
		r.members[f], r.same[f] = map[string]int{}, map[string]uint32{}
	}
	return r
}

// member numbers a member of a family; one that more editions have is one.
func (r *reader) member(family int, m node) int {
	k := m.Level + "\x00" + m.content()
	i, ok := r.members[family][k]
	if !ok {
		name := r.s.Families[family]
		i = len(r.s.Members[name])
		r.members[family][k] = i
		r.s.Members[name] = append(r.s.Members[name], m)
		r.holds[family] = append(r.holds[family], r.held(family, m))
	}
	return i
}

// held numbers what a member of a family holds, from 1 on.
func (r *reader) held(family int, m node) uint32 {
	k := m.content()
	if r.same[family][k] == 0 {
		r.same[family][k] = uint32(len(r.same[family]) + 1) //nolint:gosec // members are far fewer
	}
	return r.same[family][k]
}

// content tells apart members that hold different things.
func (n node) content() string {
	return n.From + "\x00" + n.Until + "\x00" + strings.Join(n.Atoms, "|")
}

// measure numbers a measure by its name.
func (r *reader) measure(m measure) int {
	i := slices.IndexFunc(r.s.Measures, func(have measure) bool { return have.Name == m.Name })
	if i < 0 {
		i = len(r.s.Measures)
		r.s.Measures = append(r.s.Measures, m)
	}
	return i
}

// mine takes in the tables of the edition itself.
func (r *reader) mine(e *Edition) error {
	measures := make([]int, len(e.s.Measures))
	for i, m := range e.s.Measures {
		r.s.Measures = append(r.s.Measures, m)
		measures[i] = i
	}
	r.s.Alike = e.s.Alike
	place := r.placer(e)
	for _, b := range e.s.Balances {
		r.s.Balances = append(r.s.Balances, place.balance(b, measures))
	}
	err := r.take(e, func(c listed, _ []int) (int, Cell) { return c.measure, c.cell })
	r.own = r.tables
	return err
}

// take takes in the tables of an edition. as gives the number of the measure of a listed
// cell at a place, negative for one that is left out, and what is known of it.
func (r *reader) take(e *Edition, as func(c listed, at []int) (measure int, known Cell)) error {
	place := r.placer(e)
	for i, t := range e.tables {
		r.tables++
		complete := map[int]bool{}
		for _, f := range t.complete {
			complete[place.families[f]] = true
		}
		for _, c := range t.cells {
			at := place.at(c.at)
			m, cell := as(c, at)
			if m < 0 {
				continue
			}
			if err := r.put(cell, spot{table: r.tables, measure: m, at: at, complete: complete}); err != nil {
				return fmt.Errorf("read %s: %w", e.s.Tables[i].File, err)
			}
		}
	}
	return nil
}

// placer finds places of an edition among the members of all.
type placer struct {
	r        *reader
	families []int
	members  [][]int // by family and member of the edition; -1 until it is met
	s        *structure
}

func (r *reader) placer(e *Edition) *placer {
	p := &placer{r: r, s: e.s}
	for _, f := range e.s.Families {
		p.families = append(p.families, slices.Index(r.s.Families, f))
		numbers := make([]int, len(e.s.Members[f]))
		for i := range numbers {
			numbers[i] = -1
		}
		p.members = append(p.members, numbers)
	}
	return p
}

// at gives a place by the families of all; nil for one that is described wrongly.
func (p *placer) at(at []int) []int {
	if len(at) != len(p.families) {
		return nil
	}
	out := make([]int, len(p.r.s.Families))
	for f := range out {
		out[f] = -1
	}
	for k, n := range at {
		if n < -1 || n >= len(p.members[k]) {
			return nil
		}
		if n < 0 {
			continue
		}
		if p.members[k][n] < 0 {
			p.members[k][n] = p.r.member(p.families[k], p.s.Members[p.s.Families[k]][n])
		}
		out[p.families[k]] = p.members[k][n]
	}
	return out
}

// balance gives a sum by the measures and places of all; one that is described wrongly has
// no measure.
func (p *placer) balance(b balanceSum, measures []int) balanceSum {
	one := func(c balanceCell) balanceCell {
		at := p.at(c.At)
		if at == nil || c.Measure < 0 || c.Measure >= len(measures) {
			return balanceCell{Measure: -1}
		}
		return balanceCell{measures[c.Measure], at}
	}
	out := balanceSum{Whole: one(b.Whole)}
	for _, c := range b.Parts {
		out.Parts = append(out.Parts, one(c))
	}
	return out
}

// bind finds the sums of all that was taken in.
func (r *reader) bind() {
	r.wholes()
	r.sums(r.sumsIn)
	r.alike()
	r.balances()
	now := len(r.t.Sums)
	r.s.Alike, r.s.Balances = r.others, r.elsewhere
	r.alike()
	r.balances()
	for i := range r.t.Sums[now:] {
		r.t.Sums[now+i].Past = true
	}
	r.sums(r.sumsOfLevels)
}

// settle takes each sum once; one that this edition tells by itself is its own.
func (r *reader) settle() {
	known := map[string]int{}
	kept := r.t.Sums[:0]
	for _, s := range r.t.Sums {
		k := s.key()
		if at, ok := known[k]; ok {
			kept[at].Past = kept[at].Past && s.Past
			continue
		}
		known[k] = len(kept)
		kept = append(kept, s)
	}
	r.t.Sums = kept
}

// key tells sums apart.
func (s Sum) key() string {
	k := make([]byte, 0, 4*len(s.Parts)+8)
	if s.Rest {
		k = append(k, 1)
	}
	k = binary.AppendUvarint(k, uint64(s.Whole)) //nolint:gosec // numbers of cells
	for _, p := range s.Parts {
		k = binary.AppendUvarint(k, uint64(p)) //nolint:gosec // numbers of cells
	}
	return string(k)
}

// distinct leaves out lists of parts along a family that another table has too, as editions
// repeat the months before: the sums are the same. Those of the edition itself come first,
// since they must hold. all leaves none out.
func distinct[K comparable](family int, order []K, parts map[K][]spot, own func(K) bool, all bool) []K {
	var out []K
	known := map[string]bool{}
	for _, mine := range []bool{true, false} {
		for _, k := range order {
			if own(k) != mine {
				continue
			}
			cells := make([]int, len(parts[k]))
			for i, at := range parts[k] {
				if cells[i] = 2 * at.cell; at.complete[family] {
					cells[i]++
				}
			}
			slices.Sort(cells)
			if name := (Sum{Parts: cells}).key(); all || !known[name] {
				known[name] = true
				out = append(out, k)
			}
		}
	}
	return out
}

// put takes a cell in; one that is printed somewhere is printed.
func (r *reader) put(c Cell, at spot) error {
	key := r.key(at)
	i, ok := r.index[key]
	if !ok {
		i = len(r.t.Cells)
		c.Name, c.Key, c.Past = r.name(at), r.content(at), r.lenient && c.State != Unasked
		r.index[key] = i
		r.t.Cells = append(r.t.Cells, c)
	} else if have := &r.t.Cells[i]; have.State == Printed && c.State == Printed && have.Value != c.Value {
		if r.lenient {
			return nil
		}
		return fmt.Errorf("%s is %d here and %d in another table", have.Name, c.Value, have.Value)
	} else if r.lenient && have.State == Hidden && !have.Past && c.State == Printed && c.Value < have.Floor {
		return nil // it was another one then: as it is withheld, it is more now
	} else if have.State != Printed && c.State != Unasked {
		have.Withheld = have.Withheld || r.lenient && !have.Past && have.State == Hidden && c.State == Printed
		have.Past = have.Past || r.lenient && (have.State == Unasked || c.State == Printed)
		have.Zero = c.Zero && (have.Zero || have.State == Unasked)
		have.Value, have.State = c.Value, c.State
		have.Floor, have.Width, have.Percent = max(have.Floor, c.Floor), max(have.Width, c.Width), max(have.Percent, c.Percent)
	}
	at.cell = i
	r.told[i] = r.told[i] || r.lenient && c.State != Unasked
	if k := [2]int{i, at.table}; !r.seen[k] {
		r.seen[k] = true
		r.spots = append(r.spots, at)
	}
	return nil
}

// key tells apart cells that hold different things, whatever tables call them. It begins
// with the name of the measure.
func (r *reader) key(at spot) string { return r.keyAt(at, -1, node{}) }

// keyAt is the key of a place that has another member in one family; -1 for none.
func (r *reader) keyAt(at spot, other int, member node) string {
	k := make([]byte, 0, 64)
	k = append(append(k, r.s.Measures[at.measure].Name...), 0)
	for f, i := range at.at {
		what := uint32(0)
		if f == other {
			what = r.held(f, member)
		} else if i >= 0 {
			what = r.holds[f][i]
		}
		k = binary.LittleEndian.AppendUint32(k, what)
	}
	return string(k)
}

// content is the key of a cell for others.
func (r *reader) content(at spot) string {
	families := slices.Clone(r.s.Families)
	slices.Sort(families)
	var s strings.Builder
	s.WriteString(r.s.Measures[at.measure].Name)
	for _, family := range families {
		if i := at.at[slices.Index(r.s.Families, family)]; i >= 0 {
			fmt.Fprintf(&s, "\x00%s\x00%s", family, r.s.Members[family][i].content())
		}
	}
	return s.String()
}

// name names a cell for people.
func (r *reader) name(at spot) string {
	var n strings.Builder
	n.WriteString(r.s.Measures[at.measure].Name)
	for f, i := range at.at {
		if i >= 0 {
			fmt.Fprintf(&n, " %s=%s", r.s.Families[f], r.s.Members[r.s.Families[f]][i])
		}
	}
	return n.String()
}
