package scope_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

func TestPeriodsBeginOnTheirFirstDayAndCoverBothEnds(t *testing.T) {
	for _, c := range []struct {
		from, to models.Date
		grain    string
		want     string
	}{
		{"2022-12-30", "2023-01-02", "day", "[2022-12-30 2022-12-31 2023-01-01 2023-01-02]"},
		{"2023-01-01", "2023-01-02", "week", "[2022-12-26 2023-01-02]"}, // a Sunday and a Monday
		{"2024-01-31", "2024-03-01", "month", "[2024-01-01 2024-02-01 2024-03-01]"},
		{"2022-12-31", "2023-07-01", "quarter", "[2022-10-01 2023-01-01 2023-04-01 2023-07-01]"},
		{"2022-02-13", "2023-02-13", "year", "[2022-01-01 2023-01-01]"},
		{"2023-02-13", "2023-02-12", "month", "[2023-02-01]"},
		{"2023-02-13", "2023-02-12", "day", "[]"},
		{"", "2023-02-12", "day", "[]"},
	} {
		if got := fmt.Sprint(scope.Periods(c.from, c.to, c.grain)); got != c.want {
			t.Errorf("%s from %s to %s: %s, want %s", c.grain, c.from, c.to, got, c.want)
		}
	}
}

func TestTimestampsOfTheLastDayAreInThePeriod(t *testing.T) {
	m := &models.Metric{Name: "m", Kind: "flow", Time: "asked_at", Relation: "fct_q", SQL: "select 1"}
	p := &scope.Plan{Metric: m, From: "2023-01-01", To: "2023-01-31",
		Relation: &models.Relation{Name: "fct_q", Columns: []models.RelationColumn{{Name: "asked_at", Type: "timestamp"}}}}
	sql, shift := p.SQL()
	for _, want := range []string{"r.asked_at >= cast('2023-01-01' as date)", "r.asked_at < cast('2023-02-01' as date)"} {
		if !strings.Contains(sql, want) {
			t.Errorf("%s\nlacks %s", sql, want)
		}
	}
	if line := strings.Split(sql, "\n")[shift]; line != "select 1" {
		t.Errorf("line %d is %q, want the metric's own first line", shift, line)
	}
}

func TestValuesAreWrittenAsTexts(t *testing.T) {
	m := &models.Metric{Name: "m", Kind: "flow", Time: "d", Dimensions: map[string]string{"answer": "is Yes", "count": "n_count"}}
	p := &scope.Plan{Metric: m, From: "2023-01-01", To: "2023-01-31", Relation: &models.Relation{Name: "fct_q"},
		Filters: []models.Filter{{Dimension: "answer", Values: []string{"it's", ""}}, {Dimension: "count", Values: []string{"1"}}}}
	sql, _ := p.SQL()
	for _, want := range []string{`(cast(r."is Yes" as varchar) in ('it''s') or cast(r."is Yes" as varchar) is null)`, "cast(r.n_count as varchar) in ('1')"} {
		if !strings.Contains(sql, want) {
			t.Errorf("%s\nlacks %s", sql, want)
		}
	}
}

func TestMetricsOfWholeMonthsAreNotCutWithinAMonth(t *testing.T) {
	m := &models.Metric{Name: "m", Kind: "flow", Time: "period_month", Grain: "month", Relation: "fct_c", SQL: "select 1"}
	r := &models.Relation{Name: "fct_c", Columns: []models.RelationColumn{{Name: "period_month", Type: "date"}}}
	for _, c := range []struct {
		query models.MetricQuery
		want  string // period, or what is wrong
	}{
		{models.MetricQuery{From: "2023-01-01", To: "2023-03-31"}, "2023-01-01 2023-03-31"},
		{models.MetricQuery{From: "2023-01-10", To: "2023-03-15"}, "2023-02-01 2023-02-28"},
		{models.MetricQuery{At: "2023-01-15"}, " 2022-12-31"},
		{models.MetricQuery{At: "2023-07-15"}, " 2023-07-15"}, // known by then
		{models.MetricQuery{To: "2023-07-14"}, " 2023-06-30"},
		{models.MetricQuery{}, " 2023-07-15"},
		{models.MetricQuery{From: "2023-07-01"}, "2023-07-01 2023-07-15"},
		{models.MetricQuery{From: "2023-01-10", To: "2023-01-20"}, "none lies from 2023-01-10 to 2023-01-20; ask for example from 2023-01-01 to 2023-01-31"},
		{models.MetricQuery{By: []string{"week"}}, "counts whole months, so it cannot be cut by week; ask by month, quarter, year"},
		{models.MetricQuery{By: []string{"day"}}, "cut by day"},
		{models.MetricQuery{By: []string{"quarter"}, From: "2023-01-01"}, "2023-01-01 2023-07-15"},
	} {
		plan, errs := scope.New(&models.Project{}, m, r, c.query, "2023-07-15")
		got := fmt.Sprint(plan.From, " ", plan.To)
		if len(errs) > 0 {
			got = fmt.Sprint(errs)
		}
		if got != c.want && (len(errs) == 0 || !strings.Contains(got, c.want)) {
			t.Errorf("%+v: %s, want %s", c.query, got, c.want)
		}
	}
}
