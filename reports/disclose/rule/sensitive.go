package rule

import (
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Touches tells whether an answer to a query says something of what is sensitive: it is
// cut or filtered by such a dimension.
func (r Rule) Touches(q models.MetricQuery) bool {
	return slices.ContainsFunc(q.By, r.isSensitive) ||
		slices.ContainsFunc(q.Where, func(f models.Filter) bool { return r.isSensitive(f.Dimension) })
}

func (r Rule) isSensitive(dimension string) bool { return slices.Contains(r.Sensitive, dimension) }

// FewOf is the least count that may be shown in the answer to a query.
func (r Rule) FewOf(q models.MetricQuery) int64 {
	if r.Touches(q) {
		return max(r.Few(), r.FewSensitive())
	}
	return r.Few()
}

// FewSensitive is the least count by what is sensitive that may be shown.
func (r Rule) FewSensitive() int64 {
	if r.SensitiveThreshold <= 0 {
		return 10
	}
	return r.SensitiveThreshold
}

// Fill gives an answer with a row for each member of its sensitive dimensions in every
// line along them. A row that is not there is zero, and says so by its absence: what is
// to be hidden must be there.
func (r Rule) Fill(result *models.MetricResult) *models.MetricResult {
	if result.Metric.Protects == "none" || result.Metric.Empty == "none" || Derived(result.Metric) {
		return result
	}
	out := result
	for i, name := range result.Query.By {
		if i >= len(result.Dims) || !r.isSensitive(name) {
			continue
		}
		filled := *out
		filled.Rows = slices.Clone(out.Rows)
		var members []string
		for _, l := range result.Dims[i].Labels {
			members = append(members, l.Code)
		}
		there := map[string]bool{}
		for _, row := range out.Rows {
			there[line(row.Dims, -1)] = true
			if !slices.Contains(members, row.Dims[i]) {
				members = append(members, row.Dims[i])
			}
		}
		for _, f := range result.Query.Where {
			if f.Dimension == name {
				members = slices.DeleteFunc(members, func(code string) bool { return !slices.Contains(f.Values, code) })
			}
		}
		for _, row := range out.Rows {
			for _, code := range members {
				dims := slices.Clone(row.Dims)
				dims[i] = code
				if k := line(dims, -1); !there[k] {
					there[k] = true
					// A month of which no source tells has no zeros either.
					filled.Rows = append(filled.Rows, models.MetricRow{Dims: dims, Known: row.Known || !row.Untold, Untold: row.Untold})
				}
			}
		}
		out = &filled
	}
	return out
}

// line names the line along a dimension that a row stands in; the row itself for -1.
func line(dims []string, along int) string {
	other := slices.Clone(dims)
	if along >= 0 {
		other[along] = ""
	}
	return strings.Join(other, "\x00")
}

// Concentrated marks the rows of an answer that would give away what a whole group is: in
// a line along a sensitive dimension all units stand in one member. Whoever knows that
// somebody is in the group knows his member then, however many they are; so the zeros
// beside it give it away as much as the number itself.
func (r Rule) Concentrated(result *models.MetricResult) []bool {
	out := make([]bool, len(result.Rows))
	if result.Metric.Protects == "none" || Derived(result.Metric) {
		return out
	}
	for i, name := range result.Query.By {
		if i >= len(result.Dims) || !r.isSensitive(name) {
			continue
		}
		lines := map[string][]int{}
		for j, row := range result.Rows {
			k := line(row.Dims, i)
			lines[k] = append(lines[k], j)
		}
		for _, rows := range lines {
			some := 0
			for _, j := range rows {
				if row := result.Rows[j]; !row.Known || row.Value != 0 || row.N != 0 {
					some++
				}
			}
			if some != 1 || len(rows) < 2 {
				continue
			}
			for _, j := range rows {
				out[j] = true
			}
		}
	}
	return out
}
