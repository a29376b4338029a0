package disclose

import (
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// anyNumber is the floor of what goes up and down, such as a net change.
const anyNumber = -1_000_000

// measure declares the measure of a metric, or of a part of it. below says that values of
// the answer go below zero.
func (x *solver) measure(r *models.MetricResult, part string, scale int64, below bool) int {
	m := system.Measure{Name: r.Metric.Name + part, Width: x.plan.Rule.Few(), Floor: 1}
	if scale > 1 {
		m.Width, m.Percent = m.Width*scale, 20
	}
	if part == "" && below {
		m.Floor = anyNumber * scale
	}
	if r.Metric.Net() {
		m.Floor = anyNumber * scale
	}
	of := counted{m, r.Metric, part != "", scale, x.plan.base(r.Metric, scale), false}
	i := x.b.Measure(m, func(family string) bool { return x.plan.along(of, family) })
	if i == len(x.plan.measures) {
		x.plan.measures = append(x.plan.measures, of)
	}
	if list := x.of[r.Metric.Relation]; !slices.Contains(list, i) {
		x.of[r.Metric.Relation] = append(list, i)
	}
	return i
}

// along tells whether a measure adds up along a family.
func (p *Plan) along(m counted, family string) bool {
	if m.alone {
		return false
	}
	if family == timeFamily {
		return m.metric.OverTime == models.Sums
	}
	if m.part {
		return true // counts of what a share is made of; sums that do not hold are not used
	}
	d := p.Project.Dimension(family)
	return d != nil && m.metric.Over(d) == models.Sums || p.adding[[2]string{m.Name, family}]
}

// scaleOf gives how many least units a value of the answer has, and whether all its
// values are whole in them.
func scaleOf(r *models.MetricResult) (scale int64, whole bool) {
	for _, scale := range []int64{1, 100} {
		if !slices.ContainsFunc(r.Rows, func(row models.MetricRow) bool {
			v := row.Value * float64(scale)
			return row.Known && math.Abs(v-math.Round(v)) > 1e-6
		}) && (scale == 100 || !strings.HasPrefix(r.Metric.Unit, "eur")) {
			return scale, true
		}
	}
	return 1, false
}
