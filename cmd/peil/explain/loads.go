package explain

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// Delivery is a delivery as the manifest has it.
type Delivery struct {
	models.Loaded
	Received models.Date `json:"received,omitempty"`
	Reasons  []string    `json:"correction_reasons,omitempty"` // as Corrections; "" when the project has it no more
	Why      string      `json:"set_aside,omitempty"`
}

// Absent is a delivery that did not come: the period in which it would have, or the day.
type Absent struct {
	Source string `json:"source"`
	Entity string `json:"entity"`
	models.Span
}

// loads parts the deliveries of the figure's entities in those whose rows count and
// those that were set aside.
func (x *gathering) loads(under []models.Loaded, entities map[string]bool) {
	x.c.Loads, x.c.SetAside = []Delivery{}, []Delivery{}
	if x.manifest == nil {
		return
	}
	later := 0
	for _, d := range x.manifest.Deliveries {
		switch {
		case !entities[d.Source+"/"+d.Entity]:
		case d.KnownAt > x.known:
			later++
		default:
			one := Delivery{Loaded: d, Why: x.aside(d, under)}
			for _, done := range d.Corrections {
				one.Reasons = append(one.Reasons, x.reason(done.Correction))
			}
			if one.Why == "" {
				x.c.Loads = append(x.c.Loads, one)
			} else {
				x.c.SetAside = append(x.c.SetAside, one)
			}
		}
	}
	if later > 0 {
		x.note("as known on %s: what became known later is left out, %s", x.known, prose.CountedAs(later, "delivery", "deliveries"))
	}
}

// aside says why the rows of a delivery do not count; "" when they do.
func (x *gathering) aside(d models.Loaded, under []models.Loaded) string {
	switch {
	case d.Quarantine != "":
		return "held back: " + d.Quarantine
	case d.Skipped != "":
		return "skipped: " + d.Skipped
	case !d.Delivered():
		return "no row is good"
	}
	var of []models.Loaded
	for _, u := range under {
		if u.Source == d.Source && u.Entity == d.Entity {
			of = append(of, u)
		}
	}
	at := slices.IndexFunc(of, func(u models.Loaded) bool { return u.LoadID == d.LoadID && u.Sequence == d.Sequence })
	if at < 0 && len(of) > 0 {
		return "superseded by " + of[len(of)-1].Name
	}
	// Of an entity that replaces periods, one whose periods all came again has no
	// rows left.
	if len(d.Periods) == 0 || at < 0 {
		return ""
	}
	last := ""
	for _, p := range d.Periods {
		i := slices.IndexFunc(of[at+1:], func(u models.Loaded) bool { return slices.Contains(u.Periods, p) })
		if i < 0 {
			return ""
		}
		last = of[at+1+i].Name
	}
	return "superseded: each of its periods came again, in " + last
}

// reason finds what a correction says; "" when the project has it no more.
func (x *gathering) reason(id string) string {
	for _, c := range x.Project.Corrections {
		if correct.ID(c) == id {
			return c.Reason
		}
	}
	return ""
}

// received looks up when the bytes of deliveries were first seen.
func (x *gathering) received(loads []Delivery) error {
	seen := map[string][]load.Receipt{}
	for i, d := range loads {
		key := d.Source + "/" + d.Entity
		if _, ok := seen[key]; !ok {
			all, err := load.ReadReceipts(x.Layout, d.Source, d.Entity)
			if err != nil {
				return err
			}
			seen[key] = all
		}
		for _, r := range seen[key] {
			if r.Sequence == d.Sequence && r.SHA256 == d.SHA256 {
				loads[i].Received = r.ReceivedOn
			}
		}
	}
	return nil
}

// loaded tells the deliveries, by entity, the last ones; then what was set aside.
func (c *Chain) loaded(t *prose.Outline) {
	if len(c.Sources) > 0 {
		t.Head("deliveries, summed up: the snapshot is gone")
		for _, s := range c.Sources {
			t.Item("%s/%s  %s: %s, %s kept, %s rejected", s.Source, s.Entity, prose.CountedAs(s.Deliveries, "delivery", "deliveries"),
				prose.CountedAs(int(s.Rows), "row", "rows"), prose.Grouped(s.Kept), prose.Grouped(s.Rejected))
			t.Item("  last %s, known %s", models.Visible(s.LastFile), s.KnownAt)
			t.Item("  sha256  %s", s.LastSHA256)
		}
		c.didNotCome(t)
		return
	}
	t.Head("deliveries whose rows count: %s", sums(c.Loads))
	c.byEntity(t, c.Loads)
	c.didNotCome(t)
	c.unreadRows(t)
	if len(c.SetAside) > 0 {
		t.Head("set aside or superseded: %s", prose.CountedAs(len(c.SetAside), "delivery", "deliveries"))
		c.byEntity(t, c.SetAside)
	}
}

func (c *Chain) byEntity(t *prose.Outline, loads []Delivery) {
	for len(loads) > 0 {
		key := loads[0].Source + "/" + loads[0].Entity
		n := slices.IndexFunc(loads, func(d Delivery) bool { return d.Source+"/"+d.Entity != key })
		if n < 0 {
			n = len(loads)
		}
		of := loads[:n]
		loads = loads[n:]
		t.Item("%s  %s", key, sums(of))
		shown, rest := t.Cut(n, loadsShown)
		for _, d := range slices.Backward(of[n-shown:]) {
			d.tell(t)
		}
		rest("of " + key)
	}
}

// didNotCome tells the deliveries that never came, though a later one did.
func (c *Chain) didNotCome(t *prose.Outline) {
	if len(c.Absent) == 0 {
		return
	}
	t.Head("deliveries that did not come, though a later one did")
	for _, a := range c.Absent {
		t.Item("%s/%s  expected %s", a.Source, a.Entity, finding.During(a.From, a.Until).In("en"))
	}
}

// tell writes one delivery: what it is called, when, its bytes and its rows.
func (d Delivery) tell(t *prose.Outline) {
	when := "known " + string(d.KnownAt)
	if d.Received != "" {
		when += ", received " + string(d.Received)
	}
	t.Item("  %s  %s", models.Visible(d.Name), when)
	if d.Why != "" {
		t.Item("    %s", models.Visible(d.Why))
	}
	t.Item("    load %s  sha256 %s", d.LoadID, d.SHA256)
	t.Item("    %s = %s kept + %s rejected + %s furniture%s", prose.CountedAs(int(d.Rows), "row", "rows"), prose.Grouped(d.Kept), prose.Grouped(d.Rejected), prose.Grouped(d.Furniture), andErased(d.Erased))
	if d.Warned > 0 {
		t.Item("    %s with a warning", prose.CountedAs(int(d.Warned), "row", "rows"))
	}
	for i, a := range d.Corrections {
		t.Item("    correction %s: %s: %s", a.Correction, prose.CountedAs(int(a.Rows), "row", "rows"), models.Visible(cmp.Or(d.Reasons[i], "no longer in the project")))
	}
	for _, difference := range d.Control {
		t.Item("    %s", models.Visible(difference))
	}
}

// sums adds deliveries up.
func sums(loads []Delivery) string {
	var rows, kept, rejected, furniture, erased int64
	for _, d := range loads {
		rows, kept, rejected, furniture, erased = rows+d.Rows, kept+d.Kept, rejected+d.Rejected, furniture+d.Furniture, erased+d.Erased
	}
	return fmt.Sprintf("%s, %s = %s kept + %s rejected + %s furniture%s", prose.CountedAs(len(loads), "delivery", "deliveries"),
		prose.CountedAs(int(rows), "row", "rows"), prose.Grouped(kept), prose.Grouped(rejected), prose.Grouped(furniture), andErased(erased))
}

// andErased ends a sum of rows, some of which an erasure may have taken.
func andErased(n int64) string {
	if n == 0 {
		return ""
	}
	return " + " + prose.Grouped(n) + " erased"
}
