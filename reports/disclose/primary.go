package disclose

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Rule is what the project says about small numbers.
type Rule struct {
	Threshold int64 // counts from 1 to Threshold-1 are hidden; 5 when not above 0
	Derived   int64 // least n under a share, rate, mean or median; 10 when not above 0
}

// Apply makes an answer safe by the primary rule. A nil result gives the zero
// Safe. What a metric protects is hidden in doubt: an unknown kind of protection
// or a negative n counts as protected and small.
func Apply(result *models.MetricResult, rule Rule) Safe {
	if result == nil || result.Metric == nil {
		return Safe{}
	}
	least := rule.Least(result.Metric)
	status := make([]Status, len(result.Rows))
	for i, row := range result.Rows {
		status[i] = primary(row, least, derived(result.Metric))
	}
	return build(result, status, least)
}

// primary judges one cell on its own.
func primary(row models.MetricRow, least int64, isDerived bool) Status {
	// Smallness comes before absence: "no median was reached" is itself a fact
	// about the few people in the cell.
	if least > 0 && row.N != 0 && row.N < least {
		return Hidden
	}
	if !row.Known || math.IsNaN(row.Value) || math.IsInf(row.Value, 0) {
		return Missing
	}
	// A rate above zero with nobody under it counts something else than it
	// protects; without an n there is nothing to judge it by.
	if least > 0 && isDerived && row.N == 0 && row.Value != 0 {
		return Hidden
	}
	return Shown
}

// build copies what may be shown, and only that, into a Safe. It is the one
// place where a Safe gets rows, so that rules that look at many cells or many
// tables at once need only hand it other statuses.
func build(result *models.MetricResult, status []Status, least int64) Safe {
	s := Safe{metric: result.Metric, query: result.Query, dims: slices.Clone(result.Dims), least: least}
	s.rows = make([]Row, len(result.Rows))
	for i, row := range result.Rows {
		cell := Cell{status: status[i]}
		if cell.status == Shown {
			cell.value = row.Value
			if tellable(result.Metric, row.Part, row.Whole, least) {
				cell.part, cell.whole, cell.told = row.Part, row.Whole, true
			}
		}
		s.rows[i] = Row{Dims: slices.Clone(row.Dims), Cell: cell}
	}
	// An answer ordered by value would rank its hidden cells.
	slices.SortStableFunc(s.rows, func(a, b Row) int { return slices.CompareFunc(a.Dims, b.Dims, byCode) })
	return s
}

// tellable judges the counts under a share or rate: each is 0 or at least the least
// that may be shown, and so is what a share leaves over.
func tellable(m *models.Metric, part, whole float64, least int64) bool {
	if !m.Counted() || part < 0 || whole <= 0 || m.Interval == models.Wilson && part > whole {
		return false
	}
	if m.Interval == models.Wilson && small(whole-part, least) {
		return false
	}
	return !small(part, least) && !small(whole, least)
}

func small(count float64, least int64) bool { return count > 0 && count < float64(least) }

// Waits keeps of the distribution behind a shown answer the groups that may be told:
// the figure of the group is shown, and each of the waits that ended, that go on and
// that are not known are none or not few. left counts the others.
func Waits(s *models.Sample, answer Safe) (kept []models.SampleGroup, left int) {
	for _, g := range s.Groups {
		shown := false
		for _, row := range answer.rows {
			if slices.Equal(row.Dims, g.Dims) {
				shown = row.Cell.status == Shown
			}
		}
		var ended int64
		for _, v := range g.Values {
			ended += v.Ended
		}
		if !shown || small(float64(ended), answer.least) || small(float64(g.Size()-ended), answer.least) || small(float64(g.Missing), answer.least) {
			left++
			continue
		}
		kept = append(kept, g)
	}
	return kept, left
}

// byCode orders codes, the unknown member last.
func byCode(a, b string) int {
	if (a == "") != (b == "") {
		if a == "" {
			return 1
		}
		return -1
	}
	return cmp.Compare(a, b)
}

// threshold is the least count that may be shown.
func (r Rule) threshold() int64 {
	if r.Threshold <= 0 {
		return 5
	}
	return r.Threshold
}

// Least gives the smallest n that may be shown for the metric, 0 for any. A
// metric's min_n can ask for more than the project does, never for less.
func (r Rule) Least(m *models.Metric) int64 {
	if m.Protects == "none" {
		return 0
	}
	least := r.threshold()
	if derived(m) {
		d := r.Derived
		if d <= 0 {
			d = 10
		}
		least = max(least, d)
	}
	return max(least, m.MinN)
}

// derived tells whether a value is computed from the units under it instead of
// counting or adding them.
func derived(m *models.Metric) bool {
	switch m.Unit {
	case "share", "days", "hours", "weeks", "months", "ratio":
		return true
	}
	return strings.HasPrefix(m.Unit, "per_") || m.OverGroups == models.Means || m.OverPlace == models.Means
}
