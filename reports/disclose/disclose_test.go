package disclose_test

import (
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

var rule = disclose.Rule{Threshold: 5, Derived: 10}

func one(m models.Metric, row models.MetricRow) disclose.Cell {
	row.Dims = []string{"x"}
	s := disclose.Apply(&models.MetricResult{Metric: &m, Dims: []*models.Dimension{{Name: "d"}}, Rows: []models.MetricRow{row}}, rule)
	return s.Rows()[0].Cell
}

func TestACellIsJudgedByItsProtectedUnits(t *testing.T) {
	count := models.Metric{Unit: "places", Protects: "person"}
	for _, c := range []struct {
		name  string
		m     models.Metric
		value float64
		known bool
		n     int64
		want  disclose.Status
	}{
		{"nobody", count, 0, true, 0, disclose.Shown},
		{"one", count, 1, true, 1, disclose.Hidden},
		{"four", count, 4, true, 4, disclose.Hidden},
		{"five", count, 5, true, 5, disclose.Shown},
		{"a large value about few", count, 4000, true, 4, disclose.Hidden},
		{"a small value about many", count, 1, true, 900, disclose.Shown},
		{"a zero about few", count, 0, true, 3, disclose.Hidden},
		{"a negative n", count, 7, true, -1, disclose.Hidden},
		{"unknown", count, 9, false, 9, disclose.Missing},
		{"unknown about nobody", count, 0, false, 0, disclose.Missing},
		{"unknown about few", count, 0, false, 3, disclose.Hidden},
		{"no number", count, math.NaN(), true, 9, disclose.Missing},
		{"endless", count, math.Inf(1), true, 9, disclose.Missing},
		{"protects none", models.Metric{Unit: "meetings", Protects: "none"}, 1, true, 1, disclose.Shown},
		{"protects something unheard of", models.Metric{Unit: "places", Protects: "nobody"}, 1, true, 1, disclose.Hidden},
		{"protects not said", models.Metric{Unit: "places"}, 1, true, 1, disclose.Hidden},
		{"share on nine", models.Metric{Unit: "share", Protects: "person"}, 0.5, true, 9, disclose.Hidden},
		{"share on ten", models.Metric{Unit: "share", Protects: "person"}, 0.5, true, 10, disclose.Shown},
		{"median on nine", models.Metric{Unit: "days", Protects: "household"}, 33, true, 9, disclose.Hidden},
		{"rate on nine", models.Metric{Unit: "per_1000", Protects: "person"}, 3, true, 9, disclose.Hidden},
		{"rate of zero", models.Metric{Unit: "per_1000", Protects: "person"}, 0, true, 0, disclose.Shown},
		{"rate without an n", models.Metric{Unit: "per_1000", Protects: "person"}, 3, true, 0, disclose.Hidden},
		{"share that protects none", models.Metric{Unit: "share", Protects: "none"}, 0.5, true, 2, disclose.Shown},
		{"metric asks for more", models.Metric{Unit: "places", Protects: "person", MinN: 20}, 19, true, 19, disclose.Hidden},
		{"metric cannot ask for less", models.Metric{Unit: "places", Protects: "person", MinN: 2}, 3, true, 3, disclose.Hidden},
		{"mean over groups", models.Metric{Unit: "eur", Protects: "person", OverGroups: "mean"}, 3, true, 9, disclose.Hidden},
	} {
		cell := one(c.m, models.MetricRow{Value: c.value, Known: c.known, N: c.n})
		if cell.Status() != c.want {
			t.Errorf("%s: %s, want %s", c.name, cell.Status(), c.want)
		}
		if v, ok := cell.Value(); ok != (c.want == disclose.Shown) || !ok && v != 0 {
			t.Errorf("%s: value %v %v", c.name, v, ok)
		}
	}
}

func TestARuleWithoutNumbersStillHides(t *testing.T) {
	m := models.Metric{Unit: "share", Protects: "person"}
	s := disclose.Apply(&models.MetricResult{Metric: &m, Rows: []models.MetricRow{{Value: 0.5, Known: true, N: 9}}}, disclose.Rule{})
	if s.Hidden() != 1 || s.Least() != 10 {
		t.Errorf("hidden %d, least %d", s.Hidden(), s.Least())
	}
}

// secret has hidden values and n that occur nowhere else.
func secret() (disclose.Safe, []string) {
	m := &models.Metric{Name: "inflow", Unit: "persons", Protects: "person"}
	result := &models.MetricResult{
		Metric: m, Dims: []*models.Dimension{{Name: "town"}}, SQL: "select 7654321",
		Rows: []models.MetricRow{
			{Dims: []string{"c"}, Value: 7654321, Known: true, N: 4},
			{Dims: []string{"b"}, Value: 40, Known: true, N: 8765432},
			{Dims: []string{""}, Value: 12, Known: true, N: 12},
			{Dims: []string{"a"}, Value: 9876543, Known: false, N: 0},
		},
	}
	return disclose.Apply(result, rule), []string{"7654321", "8765432", "9876543", "7.654321e", "8.765432e", "9.876543e"}
}

func TestNoPrintingOrMarshallingGivesAHiddenValue(t *testing.T) {
	s, secrets := secret()
	type wrapped struct {
		S disclose.Safe
		P *disclose.Safe
		R []disclose.Row
	}
	var outputs []string
	for _, v := range []any{s, &s, s.Rows(), s.Rows()[2], s.Rows()[2].Cell, wrapped{s, &s, s.Rows()}, &wrapped{s, &s, s.Rows()}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%g"} {
			outputs = append(outputs, fmt.Sprintf(verb, v))
		}
		text, _ := json.Marshal(v)
		outputs = append(outputs, string(text))
		text, _ = xml.Marshal(v)
		outputs = append(outputs, string(text), dump(reflect.ValueOf(v), 0))
	}
	var b strings.Builder
	_ = gob.NewEncoder(io.Writer(&b)).Encode(s)
	outputs = append(outputs, b.String(), s.Note("nl"), s.Note("en"))
	for _, out := range outputs {
		for _, x := range secrets {
			if strings.Contains(out, x) {
				t.Errorf("%s stands in %s", x, out)
			}
		}
	}
}

// dump walks through everything in memory, unexported fields included: what was
// never kept cannot be found.
func dump(v reflect.Value, depth int) string {
	if depth > 8 {
		return ""
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return dump(v.Elem(), depth+1)
	case reflect.Struct:
		out := ""
		for i := range v.NumField() {
			out += dump(v.Field(i), depth+1) + " "
		}
		return out
	case reflect.Slice:
		out := ""
		for i := range v.Len() {
			out += dump(v.Index(i), depth+1) + " "
		}
		return out
	case reflect.Float64:
		return fmt.Sprintf("%.0f", v.Float())
	case reflect.Int64, reflect.Int:
		return fmt.Sprint(v.Int())
	case reflect.String:
		return v.String()
	}
	return ""
}

func TestRowsAreOrderedByCodeAndNotByValue(t *testing.T) {
	s, _ := secret()
	var codes []string
	for _, r := range s.Rows() {
		codes = append(codes, r.Dims[0])
	}
	if got := strings.Join(codes, ","); got != "a,b,c," {
		t.Errorf("order %q, want the unknown town last", got)
	}
	if s.Hidden() != 1 || s.Missing() != 1 || s.Complete() {
		t.Errorf("hidden %d, missing %d, complete %v", s.Hidden(), s.Missing(), s.Complete())
	}
	if got, want := s.Note("nl"), "[o]: 1 waarde onderdrukt, gebaseerd op minder dan 5 personen."; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
}

func TestASafeIsAfterwardsItsOwn(t *testing.T) {
	m := &models.Metric{Unit: "persons", Protects: "person"}
	result := &models.MetricResult{Metric: m, Dims: []*models.Dimension{{Name: "d"}}, Rows: []models.MetricRow{{Dims: []string{"a"}, Value: 9, Known: true, N: 9}}}
	s := disclose.Apply(result, rule)
	result.Rows[0].Dims[0], result.Rows[0].Value = "z", 1
	s.Rows()[0].Dims[0] = "y"
	if r := s.Rows()[0]; r.Dims[0] != "a" || fmt.Sprint(r.Cell) != "9" {
		t.Errorf("row changed from outside: %v", r)
	}
}

func TestWithoutAResultNothingIsShown(t *testing.T) {
	for _, s := range []disclose.Safe{{}, disclose.Apply(nil, rule), disclose.Apply(&models.MetricResult{Rows: []models.MetricRow{{Value: 9, Known: true, N: 9}}}, rule)} {
		if len(s.Rows()) != 0 || s.Note("nl") != "" || s.Complete() || s.Metric() != nil {
			t.Errorf("zero Safe: %v", s)
		}
	}
	if (disclose.Cell{}).Status() != disclose.Missing {
		t.Error("the zero cell is not missing")
	}
}

// Least is 10 for a share. Of 40: 12 and 28 left over may be told, 3 may not, nor 37
// with 3 left over; 0 and 40 are nobody and all. A rate has nothing left over.
func TestCountsUnderAShareAreToldWhenNoneOfThemIsSmall(t *testing.T) {
	for _, c := range []struct {
		interval, protects string
		part, whole        float64
		want               bool
	}{
		{models.Wilson, "household", 12, 40, true},
		{models.Wilson, "household", 3, 40, false},
		{models.Wilson, "household", 37, 40, false},
		{models.Wilson, "household", 0, 40, true},
		{models.Wilson, "household", 40, 40, true},
		{models.Wilson, "household", 9, 9, false},
		{models.Wilson, "household", 50, 40, false},
		{models.Wilson, "none", 3, 40, true},
		{models.Poisson, "person", 39, 40, true},
		{models.Poisson, "person", 3, 40, false},
		{"", "person", 12, 40, false},
	} {
		m := &models.Metric{Name: "met", Unit: "share", Protects: c.protects, Interval: c.interval}
		s := disclose.Apply(&models.MetricResult{Metric: m, Rows: []models.MetricRow{{Value: 0.5, Known: true, N: 40, Part: c.part, Whole: c.whole}}}, disclose.Rule{Threshold: 5, Derived: 10})
		part, whole, ok := s.Rows()[0].Cell.Parts()
		if ok != c.want || ok && (part != c.part || whole != c.whole) || !ok && (part != 0 || whole != 0) {
			t.Errorf("%s of %s, %v of %v: told %v %v %v, want %v", c.interval, c.protects, c.part, c.whole, part, whole, ok, c.want)
		}
	}
	hidden := disclose.Apply(&models.MetricResult{Metric: &models.Metric{Unit: "share", Protects: "person", Interval: models.Wilson},
		Rows: []models.MetricRow{{Value: 0.5, Known: true, N: 4, Part: 20, Whole: 40}}}, disclose.Rule{})
	if _, _, ok := hidden.Rows()[0].Cell.Parts(); ok {
		t.Error("the counts of a hidden share are told")
	}
}

func TestWaitsOfGroupsWithFewAreLeftOut(t *testing.T) {
	m := &models.Metric{Name: "wait", Unit: "days", Protects: "household", Values: "days", Ended: "is_met"}
	r := &models.MetricResult{Metric: m, Dims: []*models.Dimension{{Name: "group"}}}
	s := &models.Sample{}
	for _, g := range []struct {
		code                  string
		n, ended, on, missing int64
	}{
		{"a", 30, 15, 15, 0}, // kept
		{"b", 30, 30, 0, 0},  // kept: none go on
		{"c", 9, 15, 15, 0},  // its median is hidden
		{"d", 30, 4, 26, 0},
		{"e", 30, 26, 4, 0},
		{"f", 30, 15, 15, 2},
	} {
		r.Rows = append(r.Rows, models.MetricRow{Dims: []string{g.code}, Value: 30, Known: true, N: g.n})
		s.Groups = append(s.Groups, models.SampleGroup{Dims: []string{g.code}, Missing: g.missing,
			Values: []models.SampleValue{{Value: 10, Count: g.ended, Ended: g.ended}, {Value: 90, Count: g.on}}})
	}
	s.Groups = append(s.Groups, models.SampleGroup{Dims: []string{"unknown to the answer"}, Values: []models.SampleValue{{Value: 1, Count: 90, Ended: 90}}})
	kept, left := disclose.Waits(s, disclose.Apply(r, disclose.Rule{Threshold: 5, Derived: 10}))
	var codes []string
	for _, g := range kept {
		codes = append(codes, g.Dims[0])
	}
	if got := strings.Join(codes, " "); got != "a b" || left != 5 {
		t.Errorf("kept %q and left %d out, want a b and 5", got, left)
	}
}
