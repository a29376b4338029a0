package protect

import (
	"slices"
)

// leaf is how many prints are tried one by one from one set of vectors.
const leaf = 50

// peeler tells prints of one part of a system one after the other, as long as no
// secret gets known by it.
type peeler struct {
	c         *chooser
	equations []int
	secrets   []int // cells that can be kept
}

// sample is random changes of the cells that nobody was told, restricted to some.
type sample struct {
	cells   []int
	at      map[int]int // cell -> column
	vectors [][]uint64
}

// draw gives changes that leave told cells as they are, for the cells asked for.
func (p *peeler) draw(cells []int, count int) *sample {
	col := map[int]int32{}
	var rows [][]term
	for _, e := range p.equations {
		var row []term
		for _, t := range p.c.s.Equations[e] {
			if p.c.out.Told[t.Cell] {
				continue
			}
			n, ok := col[t.Cell]
			if !ok {
				n = int32(len(col))
				col[t.Cell] = n
			}
			row = append(row, term{n, element(t.Coef)})
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	full := newKernel(len(col), rows).draw(p.c.random, count)
	s := &sample{cells: cells, at: make(map[int]int, len(cells)), vectors: make([][]uint64, count)}
	for v := range full {
		s.vectors[v] = make([]uint64, len(cells))
		for i, cell := range cells {
			if n, ok := col[cell]; ok && !p.c.out.Told[cell] {
				s.vectors[v][i] = full[v][n]
			}
		}
	}
	for i, cell := range cells {
		s.at[cell] = i
	}
	return s
}

// fix takes from the changes those that move a cell. Without one that does, the cell
// was known already.
func (s *sample) fix(cell int) {
	col, ok := s.at[cell]
	if !ok {
		return
	}
	pivot := slices.IndexFunc(s.vectors, func(v []uint64) bool { return v[col] != 0 })
	if pivot < 0 {
		return
	}
	by := s.vectors[pivot]
	s.vectors = slices.Delete(s.vectors, pivot, pivot+1)
	scale := inverse(by[col])
	for _, v := range s.vectors {
		f := mul(v[col], scale)
		if f == 0 {
			continue
		}
		for i := range v {
			v[i] = sub(v[i], mul(f, by[i]))
		}
	}
}

// first gives a copy of the first vectors, to try things on.
func (s *sample) first(count int) *sample {
	out := &sample{cells: s.cells, at: s.at, vectors: make([][]uint64, min(count, len(s.vectors)))}
	for i := range out.vectors {
		out.vectors[i] = slices.Clone(s.vectors[i])
	}
	return out
}

// known gives the secrets that are exact to a reader, or to somebody who is the only
// one in another secret cell and so knows that one. It needs two vectors, of which
// the first columns are the secrets.
func (p *peeler) known(s *sample) []int {
	a, b := s.vectors[0], s.vectors[1]
	var out, moving []int
	single := false
	for i, cell := range p.secrets {
		if a[i] == 0 {
			out = append(out, cell)
			continue
		}
		moving = append(moving, i)
		single = single || p.c.s.Cells[cell].Single
	}
	if !single {
		return out
	}
	// Cells in proportion have the same ratio in both vectors. The ratios share one
	// inversion.
	below := make([]uint64, len(moving)+1) // products of all before
	below[0] = 1
	for i, col := range moving {
		below[i+1] = mul(below[i], a[col])
	}
	inv := inverse(below[len(moving)])
	type alone struct {
		who  int
		many bool
	}
	ratios, singles := make([]uint64, len(moving)), map[uint64]alone{}
	for i, col := range slices.Backward(moving) {
		ratios[i] = mul(b[col], mul(inv, below[i]))
		inv = mul(inv, a[col])
		if cell := p.secrets[col]; p.c.s.Cells[cell].Single {
			who := p.c.same[cell]
			have, ok := singles[ratios[i]]
			singles[ratios[i]] = alone{who, have.many || ok && have.who != who}
		}
	}
	for i, col := range moving {
		cell := p.secrets[col]
		if s, ok := singles[ratios[i]]; ok && (s.many || s.who != p.c.same[cell]) {
			out = append(out, cell)
		}
	}
	return out
}

// dropExposed takes from the secrets those that nothing can keep.
func (p *peeler) dropExposed() {
	for len(p.secrets) > 0 {
		lost := p.known(p.draw(p.secrets, 2))
		if len(lost) == 0 {
			return
		}
		p.c.out.Exposed = append(p.c.out.Exposed, lost...)
		p.secrets = slices.DeleteFunc(p.secrets, func(cell int) bool { return slices.Contains(lost, cell) })
	}
}

// peel tells all prints of a list if that is safe, else those of either half.
func (p *peeler) peel(list []int) {
	if len(list) == 0 {
		return
	}
	var fresh []int
	for _, i := range list {
		for _, cell := range p.c.s.Prints[i].Cells {
			if !p.c.out.Told[cell] {
				fresh = append(fresh, cell)
				p.c.out.Told[cell] = true
			}
		}
	}
	if len(p.known(p.draw(p.secrets, 2))) == 0 {
		for _, i := range list {
			p.c.out.Printed[i] = true
		}
		return
	}
	for _, cell := range fresh {
		p.c.out.Told[cell] = false
	}
	if len(list) > leaf {
		p.peel(list[:len(list)/2])
		p.peel(list[len(list)/2:])
		return
	}
	p.singly(list)
}

// singly tries the prints of a list one by one.
func (p *peeler) singly(list []int) {
	cells := slices.Clone(p.secrets)
	most := 0
	for _, i := range list {
		for _, cell := range p.c.s.Prints[i].Cells {
			if !p.c.out.Told[cell] && !slices.Contains(cells[len(p.secrets):], cell) {
				cells = append(cells, cell)
			}
		}
		most = max(most, len(p.c.s.Prints[i].Cells))
	}
	s := p.draw(cells, len(cells)-len(p.secrets)+2)
	for _, i := range list {
		trial := s.first(most + 2)
		for _, cell := range p.c.s.Prints[i].Cells {
			trial.fix(cell)
		}
		if len(p.known(trial)) > 0 {
			continue
		}
		p.c.print(i)
		for _, cell := range p.c.s.Prints[i].Cells {
			s.fix(cell)
		}
	}
}
