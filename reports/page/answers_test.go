package page

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// marker is a value that is hidden in every test: it must stand in no output.
const marker = 3.000071

// hostile is a label from an export that tries to become markup.
const hostile = `</script><img src=x onerror=alert(1)> {{ value "x" }} ` + "\u2028\u202e\x1b"

// answers stands for the warehouse: persons by town, of which one is hidden,
// one missing, one without a town; by month; and by town and sex.
type answers struct {
	until   models.Date
	label   string // of town b, and the name of the delivery; hostile when empty
	warned  int64  // rows of the delivery that have a warning
	gaps    []models.Span
	control []string // totals of the delivery that differ from its rows
}

func (a answers) Metric(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	m := &models.Metric{
		Name: "persons", TitleNL: "Personen", TitleEN: "Persons", AboutNL: "Wie er is", AboutEN: "Who is there",
		Unit: "persons", Kind: "flow", Better: "neutral", Protects: "person", OverGroups: "sum", Empty: "none",
		Sources: []string{"tool/stays"},
	}
	if q.At == "" && q.To == "" {
		q.To = "2023-02-28"
	}
	out := &models.MetricResult{Metric: m, Query: q, SQL: "select 1", Gaps: a.gaps}
	switch q.Metric {
	case "persons":
	case "few": // hidden as a total, so in sentences too
		out.Rows = []models.MetricRow{{Value: marker, Known: true, N: 3}}
		if len(q.By) > 0 {
			out.Dims = []*models.Dimension{{Name: "month", TitleNL: "Maand", TitleEN: "Month", Grain: "month"}}
			out.Rows = []models.MetricRow{{Dims: []string{"2023-01-01"}, Value: marker, Known: true, N: 3}, {Dims: []string{"2023-02-01"}, Value: 9, Known: true, N: 9}}
		}
		return out, nil
	case "settling": // grows, and a month of it changes until a month later
		m.Better, m.Settles, m.TitleNL = "up", 1, "Vragen"
		out.Rows = []models.MetricRow{{Value: 100, Known: true, N: 100}}
		if q.From >= "2023-01-01" {
			out.Rows[0].Value = 120
		}
		return out, nil
	case "none": // not computable
		out.Rows = []models.MetricRow{{}}
		return out, nil
	case "share":
		m.Unit, m.Decimals, m.Kind, m.OverGroups = "share", 1, "stock", "none"
		for _, name := range q.By {
			out.Dims = append(out.Dims, &models.Dimension{Name: name})
		}
		out.Rows = []models.MetricRow{{Value: 0.875, Known: true, N: 100}}
		if q.At == "2023-02-21" {
			out.Rows[0].Value = 0.85
		} else if q.At == "2023-02-20" {
			out.Rows[0].Value = 0.8751
		}
		return out, nil
	case "beyond": // more than all of it; the second is about three persons
		m.Unit, m.Decimals, m.OverGroups, m.Range = "share", 1, "none", []float64{0, 1}
		out.Dims = []*models.Dimension{{Name: "town", TitleNL: "Stad", TitleEN: "Town"}}
		for i, v := range []float64{0.5, 1.25, 1.5} {
			out.Rows = append(out.Rows, models.MetricRow{Dims: []string{string("abc"[i])}, Value: v, Known: true, N: []int64{40, 40, 3}[i]})
		}
		return out, nil
	case "made":
		m.Unit, m.Decimals, m.Interval, m.OverGroups, m.TitleNL, m.TitleEN = "share", 1, models.Wilson, "none", "Aandeel", "Share"
		return a.made(m, q, out), nil
	case "wait": // of wait by group, see Sample
		m.Unit, m.OverGroups, m.Values, m.Ended, m.TitleNL, m.TitleEN = "days", "none", "wait_days", "is_met", "Wachttijd", "Wait"
		out.Dims = []*models.Dimension{{Name: "town", TitleNL: "Stad", TitleEN: "Town"}}
		for _, code := range []string{"a", "b", "c"} {
			out.Rows = append(out.Rows, models.MetricRow{Dims: []string{code}, Value: 30, Known: true, N: 20})
		}
		if len(q.By) == 0 {
			out.Dims, out.Rows = nil, []models.MetricRow{{Dims: []string{}, Value: 30, Known: true, N: 20}}
		}
		return out, nil
	case "contacts":
		m.NotMeasurable, m.Needs = "niet bijgehouden", "een contactlog"
		m.NotMeasurableEN, m.NeedsEN = "not logged", "a log of contacts"
		return &models.MetricResult{Metric: m, Query: q}, nil
	default:
		return nil, &models.Error{Code: models.Invalid, Where: "metric " + q.Metric, What: "is not known here", Fix: "did you mean persons?"}
	}
	town := &models.Dimension{Name: "town", TitleNL: "Stad", TitleEN: "Town"}
	switch strings.Join(q.By, ",") {
	case "":
		// The month before has fewer: 1,000 against 1,003.
		value := map[models.Date]float64{"2023-01-31": 1000, "2022-12-31": 1253, "2022-11-30": 1003}[q.To]
		if value == 0 {
			value = 1003
		}
		out.Rows = []models.MetricRow{{Dims: []string{}, Value: value, Known: true, N: int64(value)}}
	case "month":
		out.Dims = []*models.Dimension{{Name: "month", TitleNL: "Maand", TitleEN: "Month", Grain: "month"}}
		for i, v := range []float64{1003, 1253, 1000, 1003} {
			out.Rows = append(out.Rows, models.MetricRow{Dims: []string{string(models.Date("2022-11-01").AddMonths(i))}, Value: v, Known: true, N: int64(v)})
		}
	case "town,sex":
		out.Dims = []*models.Dimension{town, {Name: "sex", TitleNL: "Geslacht", TitleEN: "Sex"}}
		for i, v := range []float64{90, 10, 50, 50, 3.000071, 60} {
			out.Rows = append(out.Rows, models.MetricRow{Dims: []string{string("abc"[i/2]), string("mv"[i%2])}, Value: v, Known: true, N: int64(v)})
		}
	case "tie":
		out.Dims = []*models.Dimension{{Name: "tie", TitleNL: "Reden", TitleEN: "Reason"}}
		for i, v := range []float64{7, 12, 12} {
			out.Rows = append(out.Rows, models.MetricRow{Dims: []string{string("abc"[i])}, Value: v, Known: true, N: int64(v)})
		}
	case "open":
		out.Dims = []*models.Dimension{{Name: "open", TitleNL: "Reden", TitleEN: "Reason"}}
		out.Rows = []models.MetricRow{{Dims: []string{"a"}, Value: 8, Known: true, N: 8}, {Dims: []string{""}, Value: 9, Known: true, N: 9}}
	case "low": // b and c are too few to be told
		out.Dims = []*models.Dimension{{Name: "low", TitleNL: "Reden", TitleEN: "Reason"}}
		for i, v := range []float64{0, 3, 4} {
			out.Rows = append(out.Rows, models.MetricRow{Dims: []string{string("abc"[i])}, Value: v, Known: true, N: int64(v)})
		}
	default:
		out.Dims = []*models.Dimension{town}
		out.Rows = []models.MetricRow{
			{Dims: []string{"b"}, Value: 40, Known: true, N: 40},
			{Dims: []string{"a"}, Value: 30, Known: true, N: 30},
			{Dims: []string{"c"}, Value: marker, Known: true, N: 3},
			{Dims: []string{"d"}},
			{Dims: []string{""}, Value: 7, Known: true, N: 7},
			{Dims: []string{"e"}, Value: 0, Known: true},
		}
	}
	return out, nil
}

// made gives shares of 40 by month, by town, or of one period. 3 of 40, and 37 of 40
// with 3 left over, are too few to be told: derived figures are on 10 at least.
func (a answers) made(m *models.Metric, q models.MetricQuery, out *models.MetricResult) *models.MetricResult {
	row := func(part float64, dims ...string) {
		out.Rows = append(out.Rows, models.MetricRow{Dims: dims, Value: part / 40, Known: true, N: 40, Part: part, Whole: 40})
	}
	switch strings.Join(q.By, ",") {
	case "month":
		out.Query.From = "2022-08-01"
		out.Dims = []*models.Dimension{{Name: "month", TitleNL: "Maand", TitleEN: "Month", Grain: "month"}}
		for i, part := range []float64{12, 12, 12, 3, 28, 28, 28} {
			row(part, string(models.Date("2022-08-01").AddMonths(i)))
		}
	case "town":
		out.Dims = []*models.Dimension{{Name: "town", TitleNL: "Stad", TitleEN: "Town"}}
		row(12, "a")
		row(30, "b")
		row(3, "c")
		row(37, "d")
	case "":
		part := 12.0
		if q.To == "2023-01-31" {
			part = 30
		}
		row(part)
	}
	return out
}

// Sample gives waits of which half of those that ended took 20 days and half 50; the
// others go on after 95 days. Of c 2 go on, too few to be told.
func (a answers) Sample(_ context.Context, q models.MetricQuery) (*models.Sample, error) {
	group := func(dims []string, ended, open int64) models.SampleGroup {
		return models.SampleGroup{Dims: dims, Values: []models.SampleValue{
			{Value: 20, Count: ended / 2, Ended: ended / 2}, {Value: 50, Count: ended - ended/2, Ended: ended - ended/2}, {Value: 95, Count: open},
		}}
	}
	if len(q.By) == 0 {
		return &models.Sample{Groups: []models.SampleGroup{group([]string{}, 10, 10)}}, nil
	}
	return &models.Sample{Groups: []models.SampleGroup{group([]string{"a"}, 10, 10), group([]string{"b"}, 30, 10), group([]string{"c"}, 18, 2)}}, nil
}

func (a answers) Labels(_ context.Context, dimension, _ string) ([]models.Label, error) {
	switch dimension {
	case "sex":
		return []models.Label{{Code: "v", NL: "vrouwen", EN: "women"}, {Code: "m", NL: "mannen", EN: "men"}}, nil
	case "tie", "open", "low":
		return nil, nil
	}
	return []models.Label{{Code: "a", NL: "Aalst"}, {Code: "b", NL: a.hostile()}, {Code: "c", NL: "Gent"}, {Code: "d", NL: "Mesen"}, {Code: "e", NL: "Niel"}}, nil
}

func (a answers) hostile() string {
	if a.label == "" {
		return hostile
	}
	return a.label
}

func (a answers) Covered(string) (models.Date, error) { return a.until, nil }

func (a answers) Lineage(...string) (models.Lineage, error) {
	return models.Lineage{
		Tables: []models.BuiltTable{{Name: "fct_stay", File: &models.LakeFile{Path: "marts/x", SHA256: strings.Repeat("ab", 32), Rows: 80}}},
		Deliveries: []models.Loaded{{Source: "tool", Entity: "stays", Name: "stays<b>.csv" + a.label, SHA256: strings.Repeat("cd", 32), KnownAt: "2023-02-13", Rows: 81, Kept: 80, Rejected: 1,
			Warned: a.warned, Control: a.control}},
	}, nil
}

func build(t *testing.T, lang, text string) (*Output, error) {
	t.Helper()
	return buildFrom(answers{until: "2023-02-28"}, lang, text)
}

func buildFrom(a answers, lang, text string) (*Output, error) {
	src, err := Parse("test", "test.md", lang, text)
	if err != nil {
		return nil, err
	}
	return Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: a, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: lang},
		Edition: "1", Snapshot: 1, Engine: "duckdb", Known: "2023-02-28",
	})
}
