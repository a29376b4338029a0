package scope

import (
	"maps"

	"github.com/vlot-evaluatie/peil/models"
)

// counted is what the outer SELECT passes on beside value and n.
func (p *Plan) counted() string {
	out := ""
	if p.Metric.Counted() {
		out = ", cast(part as double) as part, cast(whole as double) as whole"
	}
	if p.Metric.Household != "" {
		out += ", cast(households as bigint) as households"
	}
	if p.Metric.Contributor != "" {
		out += ", cast(largest as double) as largest, cast(second as double) as second"
	}
	return out
}

// Sample is the SELECT of the distribution behind a quantile: for each cell and
// value of Metric.Values how many rows have it, and how many of them ended. Rows
// without a value come as a null value. It reads the scope of the metric's own
// SELECT, so period, filters and cuts are the same.
func (p *Plan) Sample() string {
	ended := "true"
	if p.Metric.Waits() {
		ended = p.Metric.Ended
	}
	return p.scope() + `select
    dim_1,
    dim_2,
    dim_3,
    cast(` + name(p.Metric.Values) + ` as double) as value,
    count(*) as counted,
    count(*) filter (where ` + ended + `) as ended
from scope
group by 1, 2, 3, 4
order by 1, 2, 3, 4
`
}

// clusterDimension is not a name that a project can give.
const clusterDimension = "_cluster"

// Clustered cuts a metric also by the column of what repeats itself, whether or
// not readers may cut by it: the rows are for a computation, not for a table.
func Clustered(m *models.Metric) (*models.Metric, string) {
	out := *m
	out.Dimensions = maps.Clone(m.Dimensions)
	if out.Dimensions == nil {
		out.Dimensions = map[string]string{}
	}
	out.Dimensions[clusterDimension] = m.Cluster
	return &out, clusterDimension
}
