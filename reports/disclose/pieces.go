package disclose

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// spell is what is told of one flow at the same places, over several periods.
type spell struct {
	query  models.MetricQuery // without its period
	bounds map[models.Date]bool
	told   map[[2]models.Date]bool
}

// pieces puts into the system what lies between the bounds of periods that cut each other:
// twelve months less the quarters in them are the months at their ends, which no table
// asks for. They are taken in as if they were printed, as totals are that others will ask.
func (x *solver) pieces(ctx context.Context) error {
	if x.plan.Ask == nil || x.plan.Rule.Round { // rounded, what periods leave over is 0 or enough
		return nil
	}
	spells := map[string]*spell{}
	for _, t := range x.plan.tables {
		m := t.result.Metric
		if m.Protects == "none" || m.Kind != "flow" || m.OverTime != models.Sums || len(t.rows) == 0 {
			continue
		}
		q := t.result.Query
		q.By, q.From, q.To, q.At = nil, "", "", ""
		for _, d := range t.result.Dims {
			if d.Grain == "" {
				q.By = append(q.By, d.Name)
			}
		}
		key, err := json.Marshal(q)
		if err != nil {
			return fmt.Errorf("name answer: %w", err)
		}
		s := spells[string(key)]
		if s == nil {
			s = &spell{q, map[models.Date]bool{}, map[[2]models.Date]bool{}}
			spells[string(key)] = s
		}
		for _, row := range t.result.Rows {
			n := when(t.result, row)
			from, until := models.Date(n.From), models.Date(n.Until)
			if n.From != beginning && until < endless {
				s.bounds[from], s.bounds[until], s.told[[2]models.Date{from, until}] = true, true, true
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(spells)) {
		s := spells[key]
		bounds := slices.Sorted(maps.Keys(s.bounds))
		for i := 1; i < len(bounds); i++ {
			if s.told[[2]models.Date{bounds[i-1], bounds[i]}] {
				continue
			}
			q := s.query
			q.From, q.To = bounds[i-1], bounds[i].AddDays(-1)
			if err := x.ghost(ctx, q); err != nil {
				return err
			}
		}
	}
	return nil
}
