package main

import (
	"fmt"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Rows that agree are added up before they are held against the days of a stock:
// that is a way to be quick, and the answers are those of the plain way.
func TestAddingUpFirstGivesTheSameAnswers(t *testing.T) {
	t.Parallel()
	a := &app{data: demoDir(t) + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	asked := 0
	for _, m := range w.Project().Metrics {
		if len(m.Adds) == 0 {
			continue
		}
		queries := []models.MetricQuery{
			{Metric: m.Name, By: []string{"month"}},
			{Metric: m.Name, By: []string{"quarter"}, To: "2023-02-13"},
			{Metric: m.Name, By: []string{"week"}, From: "2022-12-28", To: "2023-03-02"},
			{Metric: m.Name, By: []string{"day"}, From: "2023-01-30", To: "2023-02-03"},
			{Metric: m.Name, By: []string{"year"}},
		}
		if _, ok := m.Dimensions["province"]; ok {
			queries = append(queries, models.MetricQuery{Metric: m.Name, By: []string{"month", "province"}},
				models.MetricQuery{Metric: m.Name, By: []string{"province", "month"}, Where: []models.Filter{{Dimension: "province", Values: []string{"10000", ""}}}})
		}
		if _, ok := m.Dimensions["municipality"]; ok {
			queries = append(queries, models.MetricQuery{Metric: m.Name, By: []string{"municipality", "quarter"}, Geography: "2025"})
		}
		adds := m.Adds
		for _, q := range queries {
			asked++
			quick, err := w.Metric(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			m.Adds = nil
			plain, err := w.Metric(t.Context(), q)
			m.Adds = adds
			if err != nil {
				t.Fatal(err)
			}
			if len(quick.Rows) == 0 || fmt.Sprint(quick.Rows) != fmt.Sprint(plain.Rows) {
				t.Errorf("%s gives %d rows, the plain way %d, and not the same:\n%.300v\n%.300v", q.Arguments(), len(quick.Rows), len(plain.Rows), quick.Rows, plain.Rows)
			}
			if quick.SQL == plain.SQL {
				t.Errorf("%s is not added up first", q.Arguments())
			}
		}
	}
	if asked < 60 {
		t.Errorf("%d questions, want most stocks", asked)
	}
}
