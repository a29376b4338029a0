package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// BenchmarkSettings judges the figures of the page of every municipality under each way to
// keep small counts, and tells what of them readers do not get: the share of numbers that
// is hidden because it is small, and the share that is because it would give such a one
// away or because its year is frozen; of rounded counts how far they are from what was
// counted. It prints key=value lines; it judges nothing.
func BenchmarkSettings(b *testing.B) {
	for b.Loop() {
		pages := municipalityPages(b)
		fmt.Println()
		for _, s := range []struct {
			name string
			d    models.DisclosureConfig
		}{
			{"suppress_5", models.DisclosureConfig{Threshold: 5}},
			{"suppress_5_frozen", models.DisclosureConfig{Threshold: 5, Freeze: &models.FreezeConfig{}}},
			{"suppress_10", models.DisclosureConfig{Threshold: 10}},
			{"suppress_10_frozen", models.DisclosureConfig{Threshold: 10, Freeze: &models.FreezeConfig{}}},
			{"round_5", models.DisclosureConfig{Threshold: 5, Method: models.Round}},
			{"round_10", models.DisclosureConfig{Threshold: 10, Method: models.Round}},
		} {
			p := *pages.project
			s.d.Sensitive = p.Config.Disclosure.Sensitive
			p.Config.Disclosure = s.d
			got := pages.under(b, &p)
			line := func(key, format string, value any) { fmt.Printf("%s_%s="+format+"\n", s.name, key, value) }
			line("pages_internal", "%d", got.internal)
			line("numbers", "%d", got.cells)
			line("hidden_small_share", "%.3f", float64(got.primary)/float64(got.cells))
			line("hidden_beside_share", "%.3f", float64(got.secondary)/float64(got.cells))
			if s.d.Method == models.Round {
				line("counts", "%d", got.counts)
				line("zero_though_not_share", "%.3f", float64(got.zeros)/float64(got.counts))
				line("mean_difference", "%.2f", got.off/float64(got.counts))
				line("largest_difference", "%d", got.most)
			}
		}
	}
}

// allPages are the pages of all municipalities, as what they ask.
type allPages struct {
	project *models.Project
	w       *warehouse.Warehouse
	asked   []models.MetricQuery // by the page of one, sample
	sample  string
	codes   []string
	wide    map[string]map[string][]models.MetricRow // answers for all at once, by code
	recall  figure.Querier
}

func municipalityPages(b *testing.B) *allPages {
	b.Helper()
	dir := b.TempDir()
	binary := filepath.Join(dir, "peil")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %s", out)
	}
	b.Setenv("PEIL_KEY", strings.Repeat("0123456789abcdef", 4))
	from := *reportsData
	if from == "" {
		timed(b, binary, "demo", "--no-run", "--quiet", "--dir", dir)
		timed(b, binary, "run", "--no-report", "--quiet", "--exports", filepath.Join(dir, "exports"), "--data", filepath.Join(dir, "data"))
		from = filepath.Join(dir, "data")
	}
	data := beside(b, from)
	timed(b, binary, "report", "gemeente", "--for", "Gent", "--quiet", "--data", data)
	made, err := filepath.Glob(filepath.Join(data, "editions", "gemeente-*", "2*"))
	if err != nil || len(made) == 0 {
		b.Fatalf("no page of Gent: %v", err)
	}
	frozen, err := edition.Read(made[0])
	if err != nil {
		b.Fatal(err)
	}
	a := &app{data: data}
	m, err := a.manifest(0)
	if err != nil {
		b.Fatal(err)
	}
	p := &allPages{wide: map[string]map[string][]models.MetricRow{}, sample: strings.TrimPrefix(frozen.Report, "gemeente-")}
	if p.project, err = a.loadProject(); err != nil {
		b.Fatal(err)
	}
	if p.w, err = a.openAt(b.Context(), p.project, m, m.KnownAt, b.TempDir()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.w.Close() })
	p.recall = figure.Recall(p.w)
	for _, f := range frozen.Figures {
		p.asked = append(p.asked, f.Query)
	}
	labels, err := p.w.Members(b.Context(), "municipality", "2025")
	if err != nil {
		b.Fatal(err)
	}
	for _, l := range labels {
		p.codes = append(p.codes, l.Code)
	}
	return p
}

// ask answers what is asked of one municipality out of the answer for all.
func (p *allPages) ask(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	if len(q.Where) != 1 || q.Where[0].Dimension != "municipality" || len(q.Where[0].Values) != 1 || len(q.By) > 2 {
		return p.recall.Metric(ctx, q)
	}
	code := q.Where[0].Values[0]
	all := q
	all.Where, all.By = nil, append([]string{"municipality"}, q.By...)
	key, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	rows, ok := p.wide[string(key)]
	if !ok {
		answer, err := p.recall.Metric(ctx, all)
		if err != nil {
			return nil, err
		}
		rows = map[string][]models.MetricRow{}
		for _, row := range answer.Rows {
			of := row.Dims[0]
			row.Dims = row.Dims[1:]
			rows[of] = append(rows[of], row)
		}
		p.wide[string(key)] = rows
	}
	sample := q
	sample.Where = []models.Filter{{Dimension: "municipality", Values: []string{p.sample}}}
	shape, err := p.recall.Metric(ctx, sample)
	if err != nil || len(rows[code]) == 0 { // nobody: what is told then is for the warehouse to say
		return p.recall.Metric(ctx, q)
	}
	out := *shape
	out.Rows = slices.Clone(rows[code])
	out.Query.Where = q.Where
	return &out, nil
}

// settingsResult is what readers get under a setting.
type settingsResult struct {
	internal, cells, primary, secondary int
	counts, zeros                       int
	off                                 float64
	most                                int64
}

// under judges the pages of all municipalities: each by itself, or together where counts
// are rounded, as they are then.
func (p *allPages) under(b *testing.B, project *models.Project) settingsResult {
	b.Helper()
	var out settingsResult
	r := rule.Of(project, "gemeente")
	fresh := func() *disclose.Plan {
		return &disclose.Plan{Rule: r, Project: project, Members: p.w, Ask: p.ask, Known: p.w.KnownAt()}
	}
	plan := fresh()
	var answers []*models.MetricResult
	judge := func() {
		if err := plan.Solve(b.Context()); err != nil {
			b.Fatal(err)
		}
		s := plan.Summary()
		out.cells, out.primary, out.secondary, out.most = out.cells+s.Cells, out.primary+s.Primary, out.secondary+s.Secondary, max(out.most, plan.Off())
		if len(plan.Exposed()) > 0 {
			out.internal++
		}
		for _, answer := range answers {
			safe, err := plan.Apply(answer)
			if err != nil {
				b.Fatal(err)
			}
			out.compare(answer, safe)
		}
		plan, answers = fresh(), nil
	}
	for _, code := range p.codes {
		for _, q := range p.asked {
			if len(q.Where) == 1 {
				q.Where = []models.Filter{{Dimension: "municipality", Values: []string{code}}}
			}
			answer, err := p.ask(b.Context(), q)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := plan.Apply(answer); err != nil {
				b.Fatal(err)
			}
			answers = append(answers, answer)
		}
		if !r.Round {
			judge()
		}
	}
	if r.Round {
		judge()
	}
	return out
}

// compare holds what is printed of counts of people against what was counted.
func (s *settingsResult) compare(answer *models.MetricResult, safe disclose.Safe) {
	m := answer.Metric
	if m.Protects == "none" || !m.Counts() || strings.HasPrefix(m.Unit, "eur") {
		return
	}
	printed := map[string]float64{}
	for _, row := range safe.Rows() {
		if v, ok := row.Cell.Value(); ok {
			printed[strings.Join(row.Dims, " ")] = v
		}
	}
	for _, row := range answer.Rows {
		if !row.Known {
			continue
		}
		v := printed[strings.Join(row.Dims, " ")] // 0 where a row of zeros is left out
		s.counts++
		s.off += math.Abs(v - row.Value)
		if v == 0 && row.Value > 0 {
			s.zeros++
		}
	}
}
