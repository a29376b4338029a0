package disclose

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
)

// Rule is what the project says about small numbers.
type Rule = rule.Rule

// Apply makes an answer safe by the primary rule. A nil result gives the zero
// Safe.
func Apply(result *models.MetricResult, r Rule) Safe {
	if result == nil || result.Metric == nil {
		return Safe{}
	}
	result = r.Fill(soFar(result))
	return build(result, r.Judge(result), r.LeastOf(result)).under(r)
}

// soFar gives nobody to the rows of periods that are told in part and counted nobody: they
// have no figure, but a reader who adds up knows it. build takes it off again.
func soFar(result *models.MetricResult) *models.MetricResult {
	if !slices.ContainsFunc(result.Rows, func(row models.MetricRow) bool { return row.Partly && row.Untold }) {
		return result
	}
	out := *result
	out.Rows = slices.Clone(result.Rows)
	for i := range out.Rows {
		if row := &out.Rows[i]; row.Partly && row.Untold {
			row.Known, row.Untold = true, false
		}
	}
	return &out
}

// yet tells a shown cell that counts nobody in a period that is told in part: it is
// printed without a figure, also where a few were rounded to nobody.
func yet(row models.MetricRow, status Status) bool {
	return status == Shown && row.Partly && row.Value == 0
}

// build copies what may be shown, and only that, into a Safe. It is the one
// place where a Safe gets rows, so that rules that look at many cells or many
// tables at once need only hand it other statuses.
func build(result *models.MetricResult, status []Status, least int64) Safe {
	s := Safe{metric: result.Metric, query: result.Query, dims: slices.Clone(result.Dims), least: least}
	s.nothing = result.Nothing && result.Metric.Protects == "none"
	s.rows = make([]Row, len(result.Rows))
	for i, row := range result.Rows {
		cell := Cell{status: status[i]}
		if yet(row, status[i]) {
			cell.status = Missing
		}
		if cell.status == Shown {
			cell.value = row.Value
			if rule.Tellable(result.Metric, row.Part, row.Whole, least) {
				cell.part, cell.whole, cell.told = row.Part, row.Whole, true
			}
		}
		s.rows[i] = Row{Dims: slices.Clone(row.Dims), Cell: cell}
	}
	// An answer ordered by value would rank its hidden cells.
	slices.SortStableFunc(s.rows, func(a, b Row) int { return slices.CompareFunc(a.Dims, b.Dims, byCode) })
	return s
}

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
		if !shown || rule.Small(float64(ended), answer.least) || rule.Small(float64(g.Size()-ended), answer.least) || rule.Small(float64(g.Missing), answer.least) {
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
