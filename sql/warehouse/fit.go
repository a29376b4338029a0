package warehouse

import (
	"fmt"
	"math"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// waitsFit refuses waits that ended before they began: no curve can have them, and a median
// counts them as the shortest.
func waitsFit(m *models.Metric, groups []models.SampleGroup) error {
	var below int64
	for _, g := range groups {
		for _, v := range g.Values {
			if v.Value < 0 {
				below += v.Count
			}
		}
	}
	if !m.Waits() || below == 0 {
		return nil
	}
	return &models.Error{
		Code: models.Invalid, Where: "metric " + m.Name,
		What: fmt.Sprintf("has waits below 0 in column %s of %s, in %d rows", m.Values, m.Relation, below),
		Fix: fmt.Sprintf("look at them with peil sql %s and mend the dates in the export, or leave such rows out with where: %s >= 0 in %s",
			models.ShellWord("select * from "+m.Relation+" where "+m.Values+" < 0"), m.Values, m.File),
	}
}

// near is how much a value may differ from what its parts make and need no interval: a
// SELECT may round it.
const near = 0.01

// partsFit refuses a share or rate that is not what its part and whole make: its interval
// would lie elsewhere, and tests of it would be of another number. One that lies in its own
// interval is let be.
func partsFit(m *models.Metric, rows []models.MetricRow) error {
	if !m.Drawn() {
		return nil
	}
	off := 0
	for _, r := range rows {
		made := m.Factor() * r.Part / r.Whole
		if !r.Known || r.Whole <= 0 || math.Abs(r.Value-made) <= near*math.Abs(made) {
			continue
		}
		i, err := stats.PoissonExact(int64(r.Part), r.Whole/m.Factor(), 0.95)
		if m.Interval == models.Wilson {
			i, err = stats.Wilson(int64(r.Part), int64(r.Whole), 0.95)
		}
		if err == nil && (r.Value < i.Low || r.Value > i.High) {
			off++
		}
	}
	if off == 0 {
		return nil
	}
	rule := "part / whole"
	if m.Interval == models.Poisson {
		rule = fmt.Sprintf("%g x part / whole, by its unit %s", m.Factor(), m.Unit)
	}
	return &models.Error{
		Code: models.Invalid, Where: fmt.Sprintf("metric %s, interval: %s", m.Name, m.Interval),
		What: fmt.Sprintf("gives a value outside its own interval in %d of %d rows, want value = %s", off, len(rows), rule),
		Fix:  "correct the unit (per_1000 is 1000 x part / whole) or the SELECT in " + m.File + "; see interval in docs/project.md",
	}
}
