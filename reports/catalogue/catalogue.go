// Package catalogue writes what a project and a snapshot say of themselves: a data
// catalogue as one HTML file, the same for machines as DCAT (JSON-LD), and the
// tables as a Data Package.
//
// Everything comes in as plain data and goes out as bytes; the same input gives the
// same bytes. It computes no figure, opens no file, runs no SQL and knows no clock:
// what is late was found out by the caller, for the day that the caller names.
package catalogue

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/lineage"
	"github.com/vlot-evaluatie/peil/reports/term"
)

//go:embed catalogue.html
var catalogueHTML string

//go:embed catalogue.css
var catalogueCSS string

// Input is all that a catalogue tells.
type Input struct {
	Lang     string // of the page: nl, or en
	Project  *models.Project
	Manifest *models.Manifest
	Graph    *lineage.Graph // of the whole project, with the rows of the manifest
	// Freshness tells how the deliveries of each entity stand on SeenOn.
	Freshness []Freshness
	SeenOn    models.Date
	// Changed says that the project was changed after the snapshot was made, so that
	// definitions and results may differ.
	Changed bool
	Theme   string // style of the project, after that of Peil; see page.Theme
}

// Freshness is how the deliveries of an entity stand.
type Freshness struct {
	Source, Entity string
	Deliveries     int
	Rows           int64 // of all deliveries
	Kept           int64
	Rejected       int64
	Quarantined    int
	Last           models.Date // knowledge date of the last delivery; "" for none
	Name           string      // of its file
	Due            models.Date // last day on which the next one is in time; "" for none
	LateDays       int
	Missing        []string // periods or days without a delivery
	Never          bool     // nothing came, though something should have
}

// HTML writes the catalogue as one page without script, picture files or network.
func HTML(in Input) ([]byte, error) {
	v := &view{Input: in, CSS: template.CSS(catalogueCSS + in.Theme), results: map[string]models.CheckResult{}, built: map[string]models.BuiltTable{}}
	for _, c := range in.Manifest.Checks {
		v.results[c.Name] = c
	}
	for _, t := range in.Manifest.Tables {
		v.built[t.Name] = t
	}
	v.Tables = v.tables()
	v.Metrics, v.Checks = v.metrics(), v.checks()
	v.Sources, v.Lists, v.Dimensions = v.sources(), v.lists(), v.dimensions()
	v.Terms = term.All(in.Lang)
	v.Overview = v.overview()
	t, err := template.New("catalogue").Funcs(template.FuncMap{
		"w": v.word, "num": v.number, "day": v.day, "ref": v.ref, "refs": v.refs, "term": v.term, "anchor": anchor, "join": strings.Join, "visible": models.Visible,
		"lower": strings.ToLower, "short": func(sum string) string { return sum[:min(12, len(sum))] },
		"triple": func(a, b, c any) parts { return parts{a, b, c} },
	}).Parse(catalogueHTML)
	if err != nil {
		return nil, fmt.Errorf("read template of the catalogue: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("write catalogue: %w", err)
	}
	return out.Bytes(), nil
}

// parts are what a part of the template is about.
type parts struct{ A, B, C any }

// view is what the template sees.
type view struct {
	Input
	CSS        template.CSS
	Metrics    []metricView
	Tables     []tableView
	Checks     []checkView
	Sources    []sourceView
	Lists      []listView
	Dimensions []dimensionView
	Terms      []term.Term
	Overview   template.HTML

	results map[string]models.CheckResult
	built   map[string]models.BuiltTable
}

// Checked counts the checks that ran.
func (v *view) Checked() int { return len(v.Manifest.Checks) }

// DimensionTitle names a dimension.
func (v *view) DimensionTitle(name string) string { return v.Project.Dimension(name).Title(v.Lang) }

// Title is that of the project.
func (v *view) Title() string { return v.Project.Config.Title(v.Lang) }

// Publisher answers for the data.
func (v *view) Publisher() string { return v.Project.Config.Issuer(v.Lang) }

// HTMLLang is the language tag of the page.
func (v *view) HTMLLang() string {
	if v.Lang == "en" {
		return "en"
	}
	return "nl-BE"
}

func (v *view) number(n any) string {
	switch n := n.(type) {
	case int:
		return number.Number(float64(n), 0, v.Lang)
	case int64:
		return number.Number(float64(n), 0, v.Lang)
	}
	return ""
}

// plural writes a word that counts; for one of them there is a word of its own.
func (v *view) plural(key string, n int64, more ...any) string {
	if n == 1 {
		return fmt.Sprintf(v.word(key+"_one"), more...)
	}
	return fmt.Sprintf(v.word(key), append([]any{v.number(n)}, more...)...)
}

func (v *view) day(d models.Date) string {
	if d == "" {
		return "–"
	}
	return number.LongDate(d, v.Lang)
}

// anchor is the id of the section about a node of the graph or a dimension.
func anchor(kind, name string) string {
	return kind + "-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return '.'
	}, name)
}

// ref names a node and leads to its section; what has none is only named.
func (v *view) ref(id string) template.HTML {
	n, ok := v.Graph.Node(id)
	text := "<code>" + template.HTMLEscapeString(models.Visible(id)) + "</code>"
	if !ok {
		return template.HTML(text)
	}
	name := template.HTMLEscapeString(models.Visible(n.Name()))
	kind := map[lineage.Kind]string{
		lineage.Source: "entity", lineage.Reference: "list", lineage.Staging: "table", lineage.Model: "table", lineage.Metric: "metric", lineage.Check: "check",
	}[n.Kind]
	switch {
	case n.Kind == lineage.Page:
		return template.HTML("<code>" + name + "</code>")
	case n.Kind == lineage.Reference && v.Project.Lists[strings.TrimPrefix(id, "ref.")] == nil:
		return template.HTML(`<a href="#term-kennisdatum"><code>` + name + `</code></a>`)
	case n.Kind == lineage.Metric:
		return template.HTML(`<a href="#` + anchor(kind, n.Name()) + `">` + template.HTMLEscapeString(models.Visible(n.Title(v.Lang))) + `</a>`)
	}
	return template.HTML(`<a href="#` + anchor(kind, n.Name()) + `"><code>` + name + `</code></a>`)
}

// refs names several, with commas between them.
func (v *view) refs(ids []string) template.HTML {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = string(v.ref(id))
	}
	return template.HTML(strings.Join(parts, ", "))
}

// term leads to the explanation of a word.
func (v *view) term(key string) template.HTML {
	for _, t := range term.All(v.Lang) {
		if t.Key == key {
			return template.HTML(`<a class="term" href="#term-` + key + `">` + template.HTMLEscapeString(t.Word(v.Lang)) + `</a>`)
		}
	}
	return template.HTML(template.HTMLEscapeString(key))
}

// of gives the nodes of some kinds among those named.
func (v *view) of(ids []string, kinds ...lineage.Kind) []string {
	var out []string
	for _, id := range ids {
		if n, ok := v.Graph.Node(id); ok && slices.Contains(kinds, n.Kind) {
			out = append(out, id)
		}
	}
	return out
}

// overview draws every table with what it is made from. Steps on the way are passed
// over, and metrics are counted on the table that they read: a picture of all of them
// can no longer be read.
func (v *view) overview() template.HTML {
	g := v.Graph.Without(lineage.Metric, lineage.Check, lineage.Page).Through(func(n lineage.Node) bool {
		return staging(n) || strings.HasPrefix(n.ID, "int_")
	})
	for i, n := range g.Nodes {
		g.Nodes[i].Metrics = len(v.of(v.Graph.Readers(n.ID), lineage.Metric))
	}
	return template.HTML(g.SVG(lineage.Options{ID: "overview", Title: v.word("overview_title"), Lang: v.Lang, Least: smallest}))
}

func staging(n lineage.Node) bool { return n.Kind == lineage.Staging }

// smallest is how small a picture may become beside the text: its letters of 12
// pixels then are of 9.
const smallest = 0.75

// tablePicture draws all that a table stands on, staging passed over. Metrics have no
// picture of their own: they lead to those of the tables that they read.
func (v *view) tablePicture(id string) template.HTML {
	g := v.Graph.Upstream(id)
	if n, ok := g.Node(id); ok && !staging(n) {
		g = g.Through(staging)
	}
	if len(g.Nodes) < 3 {
		return "" // the list of what it reads says as much
	}
	return template.HTML(g.SVG(lineage.Options{ID: "l-" + id, Title: v.word("lineage_of") + " " + id, Lang: v.Lang, Focus: id, Least: smallest}))
}

// Problem is something that a steward should look at.
type Problem struct {
	Where template.HTML
	What  string
	Owner string // who must act
	Fix   string
}

// Problems lists failed checks and deliveries that are late, missing or held.
func (v *view) Problems() []Problem {
	var out []Problem
	for _, c := range v.Manifest.Checks {
		if c.Failures > 0 {
			out = append(out, Problem{v.checkRef(c.Name), v.broken(c), c.OwnerIn(v.Lang), c.FixIn(v.Lang)})
		}
	}
	for _, f := range v.Freshness {
		id := f.Source + "/" + f.Entity
		owner := ""
		if s, err := v.Project.Source(f.Source); err == nil {
			owner = s.Owner
		}
		add := func(what string) { out = append(out, Problem{v.ref(id), what, owner, ""}) }
		if f.Never {
			add(v.word("never"))
		}
		if f.LateDays > 0 {
			add(v.late(&f))
		}
		if len(f.Missing) > 0 {
			add(v.word("missing") + ": " + strings.Join(f.Missing, ", "))
		}
		if f.Quarantined > 0 {
			add(v.plural("quarantined", int64(f.Quarantined)))
		}
	}
	return out
}

// broken says what should hold and how often it does not: the rule alone would read as a
// fact.
func (v *view) broken(c models.CheckResult) string {
	text := v.plural("broken", c.Failures)
	if rule := strings.TrimRight(c.AboutIn(v.Lang), "."); rule != "" {
		text = v.word("rule") + ": " + rule + ". " + text
	}
	return text
}

// checkRef leads to a check: to its own section, or to the table that promises it.
func (v *view) checkRef(name string) template.HTML {
	if n, ok := v.Graph.Node("check:" + name); ok {
		return v.ref(n.ID)
	}
	table, _, _ := strings.Cut(name, ".")
	if _, ok := v.Graph.Node(table); !ok {
		return template.HTML(`<a href="#intake-checks"><code>` + template.HTMLEscapeString(name) + `</code></a>`)
	}
	return template.HTML(`<a href="#` + anchor("table", table) + `"><code>` + template.HTMLEscapeString(name) + `</code></a>`)
}

// CSS gives the style of the catalogue, for pages about the data that stand beside it.
func CSS() string { return catalogueCSS }
