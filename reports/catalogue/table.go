package catalogue

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

// tableView is a relation of SQL.
type tableView struct {
	*models.Relation
	Anchor  string
	View    bool
	File    *models.LakeFile // nil for a view, and for what the snapshot has not
	Columns []columnView
	Checks  []resultView
	Inputs  []string
	Tables  []string // that read it
	Metrics []string
	ReadBy  []string // checks
	Picture template.HTML
	Layer   string // key of the words that explain the name
}

type columnView struct {
	models.RelationColumn
	IsKey      bool
	Class      string
	References string // relation that its values stand in
}

// resultView is a promise and how it was kept.
type resultView struct {
	Name, About, Severity, Owner, Result, Fix string
	Failed                                    bool
}

func (v *view) tables() []tableView {
	var out []tableView
	relations := slices.SortedFunc(slices.Values(v.Project.Relations), func(a, b *models.Relation) int {
		if c := layer(a.Name) - layer(b.Name); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	for _, r := range relations {
		readers := v.Graph.Readers(r.Name)
		t := tableView{
			Relation: r, Anchor: anchor("table", r.Name), Layer: layerWord(r.Name),
			Inputs: v.Graph.Inputs(r.Name), Tables: v.of(readers, lineage.Staging, lineage.Model),
			Metrics: v.of(readers, lineage.Metric), ReadBy: v.of(readers, lineage.Check), Picture: v.tablePicture(r.Name),
		}
		if n, ok := v.Graph.Node(r.Name); ok {
			t.View = n.View
		}
		if b, ok := v.built[r.Name]; ok {
			t.File = b.File
		}
		below := v.classes(r.Name)
		for _, c := range r.Columns {
			col := columnView{RelationColumn: c, IsKey: slices.Contains(r.Key, c.Name), Class: v.class(c, below)}
			for _, check := range r.Checks {
				if f := check.References; f != nil && f.Column == c.Name {
					col.References = f.Relation
				}
			}
			t.Columns = append(t.Columns, col)
		}
		for _, c := range v.Manifest.Checks {
			if strings.HasPrefix(c.Name, r.Name+".") {
				t.Checks = append(t.Checks, v.resultOf(c))
			}
		}
		out = append(out, t)
	}
	return out
}

// Failed says how many of its promises were not kept; "" for none.
func (t tableView) Failed() string {
	n := 0
	for _, c := range t.Checks {
		if c.Failed {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("✗ %d", n)
}

// layers are the beginnings of names, in the order in which tables are told: what
// people use first.
var layers = []string{"fct_", "dim_", "int_", "stg_", ""}

// layerWord gives the key of the words that explain the beginning of a name.
func layerWord(name string) string {
	if p := layers[layer(name)]; p != "" {
		return p + "layer"
	}
	return "own_layer"
}

func layer(name string) int {
	return slices.IndexFunc(layers, func(p string) bool { return strings.HasPrefix(name, p) })
}

// class says how a column is protected: as its header says, or as the contracts say
// of a column with this name among the deliveries below the table. Where they differ
// the one that needs most care counts. Identifiers are 128 bits when they are kept at
// all, so a uuid is a pseudonym.
func (v *view) class(c models.RelationColumn, below map[string]string) string {
	switch class := cmp.Or(c.Class, below[c.Name]); {
	case c.Type == "uuid":
		return v.word("pseudonym")
	case class != "":
		return v.word("class_" + class)
	}
	return ""
}

// classes gives the classes of the columns that are kept of the deliveries below a
// table, by name.
func (v *view) classes(table string) map[string]string {
	out := map[string]string{}
	up := v.Graph.Upstream(table)
	for _, s := range v.Project.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			if _, ok := up.Node(e.Key()); !ok {
				continue
			}
			for _, c := range e.Columns {
				before, ok := out[c.Name]
				if c.Action != "drop" && (!ok || slices.Index(models.Classes, c.Class) < slices.Index(models.Classes, before)) {
					out[c.Name] = c.Class
				}
			}
		}
	}
	return out
}

func (v *view) resultOf(c models.CheckResult) resultView {
	return resultView{Name: c.Name, About: c.AboutIn(v.Lang), Severity: v.word("severity_" + c.Severity), Owner: c.OwnerIn(v.Lang), Result: v.result(c), Fix: c.FixIn(v.Lang), Failed: c.Failures > 0}
}

func (v *view) result(c models.CheckResult) string {
	if c.Failures == 0 {
		return v.word("passed")
	}
	return v.plural("failed", c.Failures)
}

// checkView is a file in sql/checks.
type checkView struct {
	*models.Check
	Anchor string
	About  string
	Result resultView
	Ran    bool
	Inputs []string
}

func (v *view) checks() []checkView {
	var out []checkView
	for _, c := range slices.SortedFunc(slices.Values(v.Project.Checks), func(a, b *models.Check) int { return strings.Compare(a.Name, b.Name) }) {
		about := c.AboutNL
		if v.Lang == "en" && c.AboutEN != "" || about == "" {
			about = c.AboutEN
		}
		got, ran := v.results[c.Name]
		if !ran {
			got = models.CheckResult{Name: c.Name, Severity: c.Severity, Owner: c.Owner, Fix: c.Fix, FixNL: c.FixNL}
		}
		out = append(out, checkView{Check: c, Anchor: anchor("check", c.Name), About: about, Result: v.resultOf(got), Ran: ran, Inputs: v.Graph.Inputs("check:" + c.Name)})
	}
	return out
}

// IntakeChecks are those on the way from the lake to SQL.
func (v *view) IntakeChecks() []resultView {
	var out []resultView
	for _, c := range v.Manifest.Checks {
		if strings.HasPrefix(c.Name, "raw.") {
			out = append(out, v.resultOf(c))
		}
	}
	return out
}

// Failed counts the checks that did not pass.
func (v *view) Failed() int {
	n := 0
	for _, c := range v.Manifest.Checks {
		if c.Failures > 0 {
			n++
		}
	}
	return n
}
