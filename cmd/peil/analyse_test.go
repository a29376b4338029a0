package main

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/cmd/peil/analysis"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// Each line of docs/statistics.md that is shown with its output gives that output on
// the demo; "..." stands for lines that are left out.
func TestCommandsOfTheStatisticsPageGiveWhatItShows(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(docs, "statistics.md"))
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range strings.Split(string(text), "```text\n$ peil ")[1:] {
		block, _, _ = strings.Cut(block, "```")
		command, shown, _ := strings.Cut(block, "\n")
		got := peil(t, demoDir(t), strings.Fields(command)...)
		ran++
		shows(t, "peil "+command, got, shown)
	}
	if ran < 4 {
		t.Errorf("%d commands with output, want those of three claims", ran)
	}
}

// What the header of a metric gives for analysis agrees with its value on every row
// of the demo, month by month and in all.
func TestAnalysisAgreesWithTheMetricOnTheDemo(t *testing.T) {
	t.Parallel()
	a := &app{data: demoDir(t) + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	counted, quantiles := 0, 0
	for _, m := range w.Project().Metrics {
		for _, by := range [][]string{nil, {"month"}} {
			q := models.MetricQuery{Metric: m.Name, By: by}
			switch {
			case m.Counted():
				counted += partsAgree(t, w, q)
			case m.Values != "":
				quantiles += quantilesAgree(t, w, q)
			}
		}
	}
	if counted < 500 || quantiles < 150 {
		t.Errorf("%d shares and rates and %d quantiles were compared, want more", counted, quantiles)
	}
}

type asked interface {
	Metric(context.Context, models.MetricQuery) (*models.MetricResult, error)
	Sample(context.Context, models.MetricQuery) (*models.Sample, error)
}

func partsAgree(t *testing.T, w asked, q models.MetricQuery) (compared int) {
	t.Helper()
	r, err := w.Metric(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Rows {
		if !row.Known {
			continue
		}
		compared++
		want := r.Metric.Factor() * row.Part / row.Whole
		whole := row.Part == math.Trunc(row.Part) && (!r.Metric.OfWhole() || row.Whole == math.Trunc(row.Whole) && row.Part <= row.Whole)
		if !whole || row.Part < 0 || math.Abs(row.Value-want) > 1e-12*math.Abs(want) {
			t.Errorf("%s %v: value %v, part %v, whole %v", q.Metric, row.Dims, row.Value, row.Part, row.Whole)
		}
	}
	return compared
}

func quantilesAgree(t *testing.T, w asked, q models.MetricQuery) (compared int) {
	t.Helper()
	r, err := w.Metric(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.Sample(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]*models.SampleGroup{}
	for i := range s.Groups {
		groups[strings.Join(s.Groups[i].Dims, "/")] = &s.Groups[i]
	}
	for _, row := range r.Rows {
		f, err := finding.Around(r.Metric, finding.Group{Sample: groups[strings.Join(row.Dims, "/")]})
		if err != nil {
			t.Fatal(err)
		}
		known := f.Computable && f.Numbers[0].Known
		if known != row.Known || known && math.Abs(f.Numbers[0].Value-row.Value) > 1e-9 {
			t.Errorf("%s %v: value %v (%v), the distribution gives %s", q.Metric, row.Dims, row.Value, row.Known, f.Sentence.EN)
		}
		compared++
	}
	return compared
}

// Every metric that there is gets through every kind with a sentence or a reason,
// never with NaN, a fault of our own or silence.
func TestEveryMetricHasAnAnswerToEveryKind(t *testing.T) {
	t.Parallel()
	a := &app{data: demoDir(t) + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	manifest, _, err := a.at(momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range w.Project().Metrics {
		if m.NotMeasurable != "" {
			continue
		}
		for _, kind := range []string{"trend", "season", "survival", "interval"} {
			q, err := analyseFlags{kind: kind, lang: "nl"}.read(m.Name, nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := analysis.Ask(t.Context(), w, q, lackingOf(w.Project(), manifest, w.KnownAt()))
			if err != nil {
				if models.CodeOf(err) != models.Invalid {
					t.Errorf("%s of %s: %v", kind, m.Name, err)
				}
				continue // said why, in words
			}
			f := answer.Finding
			text, err := json.Marshal(f)
			if err != nil || f.Sentence.NL == "" || f.Sentence.EN == "" || strings.Contains(string(text), "NaN") {
				t.Errorf("%s of %s: %v: %s", kind, m.Name, err, text)
			}
		}
	}
}
