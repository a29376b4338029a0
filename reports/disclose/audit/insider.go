package audit

import "math"

// insiders finds pairs of hidden cells in which who is alone in one can compute the
// other. They differ in proportion in all tables that agree with what is printed. Pairs
// that do so in the tables at hand are looked at, and the others are not such pairs.
func (p *part) insiders(report *Report) error {
	alone := func(i int) bool { return p.hidden(i) && p.least[i] <= 1+1e-5 && p.most[i] >= 1-1e-5 }
	groups := map[[2]int64][]int{}
	for i := range p.cells {
		if !p.hidden(i) {
			continue
		}
		if key, ok := p.shape(i); ok {
			groups[key] = append(groups[key], i)
		}
	}
	for i := range p.cells {
		if !alone(i) {
			continue
		}
		key, ok := p.shape(i)
		if !ok {
			continue
		}
		for _, j := range groups[key] {
			if j == i {
				continue
			}
			bound, err := p.bound(i, j)
			if err != nil {
				return err
			}
			if bound {
				report.Insiders = append(report.Insiders, Insider{Alone: p.cells[i], Knows: p.cells[j]})
			}
		}
	}
	return nil
}

// shape sums up how a column differs between the tables, up to a factor: columns in
// proportion have the same. It is false for one that does not differ.
func (p *part) shape(i int) ([2]int64, bool) {
	lead, a, b := 0.0, 0.0, 0.0
	for k := 1; k < len(p.tables); k++ {
		d := p.tables[k][i] - p.tables[0][i]
		if lead == 0 && math.Abs(d) > 1e-5 {
			lead = d
		}
		// Weights without a pattern, always the same ones.
		a += d * math.Sin(float64(k)*12.9898)
		b += d * math.Sin(float64(k)*78.233)
	}
	if lead == 0 {
		return [2]int64{}, false
	}
	return [2]int64{int64(math.Round(a / lead * 1e6)), int64(math.Round(b / lead * 1e6))}, true
}

// bound tells whether cell j follows from cell i, other than by being the same number.
func (p *part) bound(i, j int) (bool, error) {
	di, dj := 0.0, 0.0
	for k := 1; k < len(p.tables) && di == 0; k++ {
		if d := p.tables[k][i] - p.tables[0][i]; math.Abs(d) > 1e-5 {
			di, dj = d, p.tables[k][j]-p.tables[0][j]
		}
	}
	if di == 0 {
		return false, nil
	}
	cost := make([]float64, len(p.cells))
	cost[j], cost[i] = 1, -dj/di
	most, high, err := p.solver.Maximise(cost)
	if err != nil {
		return false, err
	}
	least, low, err := p.solver.Minimise(cost)
	if err != nil {
		return false, err
	}
	p.record(most)
	p.record(least)
	if high-low > 1e-4 {
		return false, nil
	}
	same := math.Abs(dj/di-1) < 1e-6 && math.Abs(high) < 1e-4
	return !same, nil
}
