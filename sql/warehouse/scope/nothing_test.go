package scope_test

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// A flow from its beginning that counts nobody is 0 as far as is told, as one that counts
// somebody is a number; a month that is told in part and counts nobody is none yet.
func TestNothingSinceTheBeginningIsZeroAsFarAsIsTold(t *testing.T) {
	june := scope.Told{From: "2022-05-11", Until: "2022-06-13"}
	never := scope.Told{Until: "2022-06-13"}
	gap := scope.Told{From: "2022-05-11", Until: "2022-06-13", Gaps: []models.Span{{From: "2022-06-01", Until: "2022-06-06"}}}
	province := []*models.Dimension{{Name: "province"}}
	month := []*models.Dimension{{Name: "month", Grain: "month"}}
	for name, c := range map[string]struct {
		plan    scope.Plan
		told    scope.Told
		zero    bool // the answer without dimensions is 0
		nothing bool // one without rows says that nothing happened
	}{
		"filtered, from the first row":    {scope.Plan{From: "2022-05-11", To: "2022-06-30", FromStart: true}, june, true, false},
		"no row at all":                   {scope.Plan{From: "2022-06-30", To: "2022-06-30", FromStart: true, Never: true}, never, true, false},
		"never delivered":                 {scope.Plan{From: "2022-06-30", To: "2022-06-30", FromStart: true, Never: true}, scope.Told{}, false, false},
		"a delivery is missing":           {scope.Plan{From: "2022-05-11", To: "2022-06-30", FromStart: true}, gap, false, false},
		"a month that is told in part":    {scope.Plan{From: "2022-06-01", To: "2022-06-30"}, june, false, false},
		"a period that is told":           {scope.Plan{From: "2022-05-11", To: "2022-05-31"}, june, true, false},
		"by province, no row at all":      {scope.Plan{From: "2022-06-30", To: "2022-06-30", FromStart: true, Never: true, Dims: province}, never, false, true},
		"by province, never delivered":    {scope.Plan{From: "2022-06-30", To: "2022-06-30", FromStart: true, Never: true, Dims: province}, scope.Told{}, false, false},
		"by province, a month in part":    {scope.Plan{From: "2022-06-01", To: "2022-06-30", Dims: province}, june, false, false},
		"by province, a delivery missing": {scope.Plan{From: "2022-05-11", To: "2022-06-30", FromStart: true, Dims: province}, gap, false, false},
		"by month":                        {scope.Plan{From: "2022-05-11", To: "2022-06-30", FromStart: true, Dims: month}, june, false, false},
	} {
		plan := c.plan
		plan.Metric = &models.Metric{Name: "m", Kind: "flow", Empty: "zero"}
		if got := plan.Nothing(nil, c.told); got != c.nothing {
			t.Errorf("%s: nothing is %t, want %t", name, got, c.nothing)
		}
		if len(plan.Dims) > 0 {
			continue
		}
		rows := plan.Complete(nil, c.told)
		if len(rows) != 1 || rows[0].Known != c.zero || rows[0].Untold == c.zero {
			t.Errorf("%s: %+v, want 0: %t", name, rows, c.zero)
		}
	}
}
