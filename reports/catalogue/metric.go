package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/lineage"
	"github.com/vlot-evaluatie/peil/reports/page"
)

// metricView is a number that can be asked for.
type metricView struct {
	*models.Metric
	Anchor   string
	Title    string
	About    string
	UnitWord string
	Kind     string // key of a term: stock or flow
	Better   string
	Range    string
	Adds     []string // how it adds up, a sentence for each direction that it can be cut along
	Smallest string
	Protects string
	Empty    string
	When     string // on which columns time is
	By       []string
	// Divisions of the country that it can be shown on, when it has places.
	Divisions []string
	Sure      string // how sure it can be
	Inputs    []string
	Pages     []string
	Drawn     []string // tables that it reads, of which there is a picture
}

func (v *view) metrics() []metricView {
	var out []metricView
	for _, m := range v.Project.Metrics {
		mv := metricView{
			Metric: m, Anchor: anchor("metric", m.Name), Title: m.Title(v.Lang), About: m.About(v.Lang), UnitWord: v.unit(m),
			Inputs: v.Graph.Inputs(m.Name), Pages: v.of(v.Graph.Readers(m.Name), lineage.Page),
		}
		if mv.Title == "" {
			mv.Title = m.Name
		}
		if m.NotMeasurable == "" {
			mv.Kind, mv.Drawn = m.Kind, v.drawn(mv.Inputs)
			mv.Adds = v.adds(m)
			mv.Better, mv.Empty = v.word("better_"+m.Better), v.word("empty_"+m.Empty)
			mv.Smallest, mv.Protects = v.smallest(m), v.protects(m)
			mv.Divisions, mv.Sure = v.divisions(m), v.sure(m)
			mv.Range = m.RangeText(v.Lang, func(x float64) string { return number.Value(m, x, v.Lang) })
			mv.When = m.Time
			if len(m.Valid) == 2 {
				mv.When = m.Valid[0] + " – " + m.Valid[1]
			}
		}
		for name := range m.Dimensions {
			mv.By = append(mv.By, name)
		}
		slices.Sort(mv.By)
		out = append(out, mv)
	}
	slices.SortFunc(out, func(a, b metricView) int {
		if c := strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// drawn gives those of some tables that have a picture of their lineage.
func (v *view) drawn(ids []string) []string {
	var out []string
	for _, t := range v.Tables {
		if t.Picture != "" && slices.Contains(ids, t.Name) {
			out = append(out, t.Name)
		}
	}
	return out
}

// unit names the unit of a metric; what stands behind a number is not enough for a
// share or a bare count.
func (v *view) unit(m *models.Metric) string {
	if text := page.UnitName(v.Lang, m); text != "" && m.Unit != "share" {
		return text
	}
	return v.word("unit_" + m.Unit)
}

// Adds says how a metric adds up, a sentence for each direction in which it can be cut.
func Adds(p *models.Project, m *models.Metric, lang string) []string {
	v := &view{Input: Input{Project: p, Lang: lang}}
	return v.adds(m)
}

// adds says how the metric adds up along each direction in which it can be cut.
func (v *view) adds(m *models.Metric) []string {
	how := map[string]string{"time": m.OverTime}
	for name := range m.Dimensions {
		d := v.Project.Dimension(name)
		how[d.Direction()] = m.Over(d)
	}
	var out []string
	for _, direction := range models.Directions {
		if h, ok := how[direction]; ok {
			out = append(out, v.word(direction+"_"+h))
		}
	}
	return out
}

// smallest says from which n on the metric may be shown: what the metric asks, or
// the threshold of the project that holds for its kind.
func (v *view) smallest(m *models.Metric) string {
	if m.Protects == "none" {
		return v.word("smallest_none")
	}
	return fmt.Sprintf(v.word("smallest"), v.number(rule.Of(v.Project, "").Least(m)))
}

// divisions names those that facts of the metric can be shown on.
func (v *view) divisions(m *models.Metric) []string {
	r, err := v.Project.Relation(m.Relation)
	if err != nil || len(v.Project.Geography.Follows(r)) == 0 {
		return nil
	}
	out := []string{v.word("division_day")}
	for _, c := range v.Project.Geography.Choices {
		out = append(out, c.Title(v.Lang))
	}
	return out
}

// sure says how peil analyse tells the uncertainty of the metric, when it can.
func (v *view) sure(m *models.Metric) string {
	switch {
	case m.Drawn():
		return v.word("sure_" + m.Interval)
	case m.Waits():
		return v.word("sure_waits")
	case m.Values != "":
		return v.word("sure_quantile")
	}
	return ""
}

func (v *view) protects(m *models.Metric) string {
	text := v.word("protects_" + m.Protects)
	if m.ProtectsReason != "" {
		text += ": " + m.ProtectsReason
	}
	return text
}

// dimensionView is something to cut by, with its members where the project names
// them.
type dimensionView struct {
	*models.Dimension
	Anchor  string
	Title   string
	Members []models.Label
	Metrics int
}

func (v *view) dimensions() []dimensionView {
	used := map[string]int{}
	for _, m := range v.Project.Metrics {
		for name := range m.Dimensions {
			used[name]++
		}
	}
	var out []dimensionView
	seen := map[string]bool{}
	add := func(d *models.Dimension) {
		if seen[d.Name] || d.Grain != "" && slices.Contains(models.TimeGrains, d.Name) {
			return // every metric has the dimensions of time
		}
		seen[d.Name] = true
		dv := dimensionView{Dimension: d, Anchor: anchor("dimension", d.Name), Title: d.Title(v.Lang), Metrics: used[d.Name]}
		for _, l := range d.Labels {
			name := l.NL
			if v.Lang == "en" && l.EN != "" {
				name = l.EN
			}
			dv.Members = append(dv.Members, models.Label{Code: l.Code, NL: name})
		}
		out = append(out, dv)
	}
	for _, d := range v.Project.Dimensions {
		add(d)
	}
	for _, m := range v.Project.Metrics {
		for name := range m.Dimensions {
			add(v.Project.Dimension(name))
		}
	}
	slices.SortFunc(out, func(a, b dimensionView) int { return strings.Compare(a.Name, b.Name) })
	return out
}
