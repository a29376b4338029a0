package warehouse

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// series remembers metrics by month: a page asks the same one as a line, as a shorter
// line beside a number, and as the number of one month. A month is the same in all three,
// as the statement of a metric treats each by itself; the engine counts it once.
type series struct {
	mu   sync.Mutex
	kept map[string]months
}

// months is a metric over whole months, but for the last one, which may end sooner.
type months struct {
	from, to models.Date
	rows     []models.MetricRow // as the engine gave them: months without rows are not there
}

// mostSeries is how many are remembered; then all are forgotten. One has a row a month.
const mostSeries = 256

// answer gives the rows of a question whose months were counted for another one.
func (s *series) answer(plan *scope.Plan) ([]models.MetricRow, bool) {
	from, to := window(plan)
	if from == "" || from != from.MonthStart() {
		return nil, false
	}
	s.mu.Lock()
	have, ok := s.kept[seriesKey(plan)]
	s.mu.Unlock()
	if !ok || from < have.from || to > have.to || to != have.to && to != to.MonthEnd() {
		return nil, false
	}
	single := len(plan.Dims) == 0
	out := []models.MetricRow{}
	for _, row := range have.rows {
		if month := models.Date(row.Dims[0]); month >= from && month <= to {
			row.Dims = slices.Clone(row.Dims)
			if single {
				row.Dims = []string{}
			}
			out = append(out, row)
		}
	}
	return out, true
}

// keep remembers the answer to a question by month.
func (s *series) keep(plan *scope.Plan, rows []models.MetricRow) {
	if len(plan.Dims) != 1 || plan.Dims[0].Name != "month" {
		return
	}
	from, to := window(plan)
	if from == "" || from != from.MonthStart() {
		return
	}
	key := seriesKey(plan)
	s.mu.Lock()
	defer s.mu.Unlock()
	if have, ok := s.kept[key]; ok && have.from <= from && have.to >= to {
		return
	}
	if s.kept == nil || len(s.kept) >= mostSeries {
		s.kept = map[string]months{}
	}
	out := make([]models.MetricRow, 0, len(rows))
	for _, row := range rows {
		if row.Dims[0] == "" {
			return // of no month: it would be in none of the parts
		}
		row.Dims = slices.Clone(row.Dims)
		out = append(out, row)
	}
	s.kept[key] = months{from, to, out}
}

// window gives the first and last day of a question that is by month, or about one month
// or the end of one; nothing for others.
func window(plan *scope.Plan) (from, to models.Date) {
	switch {
	case len(plan.Dims) == 1 && plan.Dims[0].Name == "month" && plan.At == "":
		return plan.From, plan.To
	case len(plan.Dims) > 0:
		return "", ""
	case plan.Metric.Kind == "stock" && plan.At != "":
		return plan.At.MonthStart(), plan.At
	case plan.At == "" && plan.From != "" && plan.From.MonthEnd() == plan.To.MonthEnd():
		return plan.From, plan.To
	}
	return "", ""
}

// seriesKey names what two questions by month must have in common.
func seriesKey(plan *scope.Plan) string {
	text, err := json.Marshal([]any{plan.Metric.Name, plan.Filters, plan.Division})
	if err != nil {
		return "" // names and codes are text
	}
	return string(text)
}
