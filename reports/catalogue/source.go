package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// sourceView is the contract of a supplier.
type sourceView struct {
	*models.Source
	Anchor   string
	Title    string
	Facts    []fact
	Entities []entityView
}

// fact is a line of a list of facts; Term leads to an explanation.
type fact struct{ Name, Term, Text string }

// entityView is one kind of row that a source delivers.
type entityView struct {
	*models.Entity
	Anchor    string
	Title     string
	Rhythm    string
	Kind      string
	Freshness *Freshness
	State     string
	Late      bool
	Columns   []sourceColumn
	Readers   []string
}

type sourceColumn struct {
	*models.Column
	Headers string
	Kind    string // type, with the codes that it may hold
	Class   string
	Action  string
	Dropped bool
}

func (v *view) sources() []sourceView {
	var out []sourceView
	for _, s := range v.Project.Sources {
		sv := sourceView{Source: s, Anchor: anchor("source", s.Name), Title: v.pick(s.TitleNL, s.TitleEN, s.Name)}
		retention := v.plural("retention_days", int64(s.Retention()))
		for _, f := range []fact{
			{"owner", "", s.Owner}, {"purpose", "", s.Purpose}, {"legal_basis", "", s.LegalBasis}, {"register", "verwerkingsregister", s.Register},
			{"dpia", "dpia", s.DPIA}, {"protocol", "protocol", s.Protocol}, {"retention", "bewaartermijn", retention},
		} {
			if f.Text == "" {
				f.Text = v.word("not_stated")
			}
			f.Name = v.word(f.Name)
			sv.Facts = append(sv.Facts, f)
		}
		for i := range s.Entities {
			sv.Entities = append(sv.Entities, v.entity(s, &s.Entities[i]))
		}
		out = append(out, sv)
	}
	return out
}

func (v *view) pick(nl, en, otherwise string) string {
	if v.Lang == "en" && en != "" {
		return en
	}
	if nl != "" {
		return nl
	}
	return otherwise
}

func (v *view) entity(s *models.Source, e *models.Entity) entityView {
	ev := entityView{
		Entity: e, Anchor: anchor("entity", e.Key()), Title: v.pick(e.TitleNL, e.TitleEN, e.Name), Rhythm: v.rhythm(s.FreshnessOf(e.Name)),
		Kind: v.word("delivery_" + e.Delivery.Kind), Readers: v.Graph.Readers(e.Key()),
	}
	for i := range v.Freshness {
		if f := &v.Freshness[i]; f.Source == s.Name && f.Entity == e.Name {
			ev.Freshness = f
			ev.State, ev.Late = v.state(f)
		}
	}
	for i := range e.Columns {
		c := &e.Columns[i]
		col := sourceColumn{Column: c, Kind: c.Type, Class: v.word("class_" + c.Class), Action: v.word("action_" + c.Action), Dropped: c.Action == "drop"}
		if c.FromName == "" {
			col.Headers = strings.Join(c.Header, ", ")
		} else {
			col.Headers = v.word("from_name")
		}
		if c.Domain != "" {
			col.Action += " (" + c.Domain + ")"
		}
		switch {
		case c.Reference != nil:
			col.Kind += ": ref." + c.Reference.List
		case len(c.Values) > 0 && c.Type == "code":
			codes := make([]string, 0, len(c.Values))
			for code := range c.Values {
				codes = append(codes, code)
			}
			slices.Sort(codes)
			col.Kind += ": " + strings.Join(codes, ", ")
		}
		ev.Columns = append(ev.Columns, col)
	}
	return ev
}

// rhythm says in words when deliveries are due.
func (v *view) rhythm(f models.Freshness) string {
	if !f.Stated() {
		return v.word("not_stated")
	}
	var parts []string
	if f.Every != "" {
		parts = append(parts, v.word("every_"+f.Every))
	}
	if f.Due != "" {
		parts = append(parts, v.word("due_on")+" "+f.Due)
	}
	if len(f.Expected) > 0 {
		days := make([]string, len(f.Expected))
		for i, d := range f.Expected {
			days[i] = v.day(d)
		}
		parts = append(parts, v.word("expected")+" "+strings.Join(days, ", "))
	}
	if f.Every != "once" {
		parts = append(parts, v.plural("grace", int64(f.Grace())))
	}
	return strings.Join(parts, "; ")
}

func (v *view) late(f *Freshness) string {
	return v.plural("late_by", int64(f.LateDays), v.day(f.Due))
}

// state says in words how deliveries stand, and whether somebody should look.
func (v *view) state(f *Freshness) (string, bool) {
	switch {
	case f.Never:
		return v.word("never"), true
	case f.LateDays > 0:
		return v.late(f), true
	case f.Last == "":
		return v.word("nothing_yet"), false
	case f.Due != "":
		return fmt.Sprintf(v.word("in_time_until"), v.day(f.Due)), false
	}
	return v.word("in_time"), false
}

// listView is a reference list of the project.
type listView struct {
	Name    string
	Anchor  string
	File    string
	Columns []string
	Rows    int
	SHA256  string // in the snapshot; "" when it is not in it
	Readers []string
}

func (v *view) lists() []listView {
	var out []listView
	for name, l := range v.Project.Lists {
		lv := listView{Name: "ref." + name, Anchor: anchor("list", "ref."+name), File: l.File, Columns: l.Columns, Rows: len(l.Rows), Readers: v.Graph.Readers("ref." + name)}
		for _, r := range v.Manifest.Reference {
			if r.Name == name {
				lv.SHA256 = r.SHA256
			}
		}
		out = append(out, lv)
	}
	slices.SortFunc(out, func(a, b listView) int { return strings.Compare(a.Name, b.Name) })
	return out
}
