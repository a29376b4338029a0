package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

var update = flag.Bool("update", false, "write golden files anew: docs/measures.md with the definitions and figures of today, and a built-in page")

// The page on measures names every metric once in a table, with what its header
// says and the figure that the demo gives on the day of the parliamentary question,
// and it quotes figures in the tables of questions and claims.
func TestMeasuresPageSaysWhatMetricsSayAndGive(t *testing.T) {
	t.Parallel()
	file := filepath.Join(docs, "measures.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{data: demoDir(t) + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{asOf: "2023-02-13"})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	metrics := map[string]*models.Metric{}
	for _, m := range w.Project().Metrics {
		metrics[m.Name] = m
	}
	figures := map[string]string{}
	figure := func(m *models.Metric) string {
		if _, ok := figures[m.Name]; !ok {
			figures[m.Name] = figureOf(t, m, func() (*models.MetricResult, error) {
				return w.Metric(t.Context(), models.MetricQuery{Metric: m.Name})
			})
		}
		return figures[m.Name]
	}
	listed := map[string]int{}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		want := line
		if name := measuredRow.FindStringSubmatch(line); name != nil && metrics[name[1]] != nil {
			m := metrics[name[1]]
			listed[m.Name]++
			want = measureRow(m, figure(m))
		}
		want = quotedFigure.ReplaceAllStringFunc(want, func(text string) string {
			name := quotedFigure.FindStringSubmatch(text)[1]
			if metrics[name] == nil {
				return text
			}
			return "`" + name + "` = " + figure(metrics[name])
		})
		for _, name := range inTicks.FindAllStringSubmatch(line, -1) {
			if strings.Contains(name[1], "_") && metrics[name[1]] == nil && !isRelation(w.Project(), name[1]) {
				t.Errorf("docs/measures.md:%d: there is no metric or relation %s", i+1, name[1])
			}
		}
		if want != line && !*update {
			t.Errorf("docs/measures.md:%d is\n%s\nwant (go test ./cmd/peil -run MeasuresPage -update):\n%s", i+1, line, want)
		}
		lines[i] = want
	}
	for name := range metrics {
		if listed[name] != 1 {
			t.Errorf("docs/measures.md has metric %s in %d tables, want one", name, listed[name])
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	measuredRow  = regexp.MustCompile("^\\| `(\\w+)` \\|")
	quotedFigure = regexp.MustCompile("`(\\w+)` = [^\\s;|]+")
	inTicks      = regexp.MustCompile("`([a-z0-9_]+)`")
)

func isRelation(p *models.Project, name string) bool {
	_, err := p.Relation(name)
	return err == nil || p.Dimension(name) != nil
}

// measureRow writes what the header of a metric says, and its figure.
func measureRow(m *models.Metric, figure string) string {
	kind := map[string]string{"stock": "stand", "flow": "stroom"}[m.Kind]
	formula, _, _ := strings.Cut(strings.TrimSuffix(m.AboutEN, "."), ". ")
	source := strings.Join(m.Sources, ", ")
	if m.NotMeasurable != "" {
		kind, source = "-", "none; needs "+m.Needs
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s | %s | %s |", m.Name, m.TitleNL, strings.ReplaceAll(m.Unit, "_", " "), kind, formula, source, figure)
}

// figureOf writes a value with the decimals of its metric, a share in percent.
func figureOf(t *testing.T, m *models.Metric, ask func() (*models.MetricResult, error)) string {
	t.Helper()
	if m.NotMeasurable != "" {
		return "niet meetbaar: " + m.NotMeasurable
	}
	r, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Rows) != 1 || !r.Rows[0].Known {
		return "none"
	}
	value, sign := r.Rows[0].Value, ""
	if m.Unit == "share" {
		value, sign = 100*value, "%"
	}
	return strconv.FormatFloat(value, 'f', m.Decimals, 64) + sign
}
