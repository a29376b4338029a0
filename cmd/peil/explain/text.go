package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// How many lines of a list a screen shows, without --all.
const (
	valuesShown = 20
	tablesShown = 8
	checksShown = 8 // of those that passed
	loadsShown  = 3 // the last ones of each entity
)

// Tell writes the chain for people, from the figure down to the files.
func (c *Chain) Tell(t *prose.Outline) {
	c.top(t)
	c.values(t)
	if c.Metric.NotMeasurable == "" {
		t.Head("stands on")
		for line := range strings.Lines(c.Graph.Tree(c.Metric.Name, false)) {
			t.Item("%s", strings.TrimRight(line, "\n"))
		}
		c.tables(t)
		c.checked(t)
		c.listed(t)
		c.loaded(t)
		t.Head("sql, with the parameters written out")
		for line := range strings.Lines(c.SQL) {
			fmt.Fprintf(t, "%s\n", strings.TrimRight("  "+strings.TrimRight(line, "\n"), " "))
		}
	}
}

// top tells what the figure is: page, snapshot, metric, and how to ask it again.
func (c *Chain) top(t *prose.Outline) {
	if p := c.Page; p != nil {
		t.Line("figure", "%s: %s", p.Figure, models.Visible(p.Title))
		if p.Text != "" {
			t.Line("says", "%s", models.Visible(p.Text))
		}
		status := map[string]string{"internal": "internal, not for publication", "audited": "checked for confidentiality, not published", "published": "published on " + string(p.Published)}
		t.Line("page", "%s, edition %s, %s (%s)", p.Report, p.Edition, cmp.Or(status[p.Status], p.Status), p.Place)
		t.Line("", "%s", p.File)
	}
	t.Line("snapshot", "%d, data as known on %s, %s", c.Snapshot.Number, c.Snapshot.KnownAt, c.Snapshot.Engine)
	m := c.Metric
	title := m.TitleNL
	if m.TitleEN != "" && m.TitleEN != title {
		title += " (" + m.TitleEN + ")"
	}
	t.Line("metric", "%s", strings.TrimSuffix(m.Name+": "+title, ": "))
	t.Line("definition", "%s", m.About)
	if m.NotMeasurable != "" {
		t.Line("value", "none: not measurable: %s", m.NotMeasurable)
		t.Line("needs", "%s", m.Needs)
	} else {
		t.Line("unit", "%s", m.Unit)
		t.Line("kind", "%s", map[string]string{"stock": "stock (stand): what stood there on a day", "flow": "flow (stroom): what happened in a period"}[m.Kind])
		t.Line("cut by", "%s", strings.Join(slices.Concat(m.By, m.Grains), ", "))
		if text := (&models.Metric{Range: m.Range}).RangeText("en", prose.Exactly); text != "" {
			t.Line("range", "%s", text)
		}
		smallest := "any: it protects nobody"
		if m.Smallest > 0 {
			smallest = fmt.Sprintf("%d (%s): a figure on fewer is hidden on a page", m.Smallest, m.Protects)
		}
		t.Line("smallest n", "%s", smallest)
		// A command is pasted: it is not broken into lines.
		fmt.Fprintf(t, "%-12s %s\n", "parameters", c.Command)
		if c.Analysis != "" {
			fmt.Fprintf(t, "%-12s %s\n", "analysis", c.Analysis)
		}
	}
	if m.File != "" {
		t.Line("file", "%s", m.File)
	}
	for _, note := range c.Notes {
		t.Line("note", "%s", note)
	}
}

func (c *Chain) values(t *prose.Outline) {
	if c.Metric.NotMeasurable != "" {
		return
	}
	switch {
	case c.Page == nil:
		t.Head("values, exact and not for publication")
	case c.Hidden > 0:
		t.Head("values that the page may show; [o] is hidden, %d of %d", c.Hidden, len(c.Values))
	default:
		t.Head("values")
	}
	if len(c.Values) == 0 {
		t.Item("none")
		return
	}
	shown, rest := t.Cut(len(c.Values), valuesShown)
	wide := 0
	for _, row := range c.Values[:shown] {
		wide = max(wide, len([]rune(cell(row))))
	}
	for _, row := range c.Values[:shown] {
		text := "no data"
		if row.Value != nil {
			text = prose.Exactly(*row.Value)
		} else if row.Status == figure.Suppressed {
			text = "[o]"
		}
		t.Item("%s%s", cell(row)+strings.Repeat(" ", wide-len([]rune(cell(row)))+2*min(wide, 1)), text)
	}
	rest("values")
}

// cell names the members that a value is of.
func cell(row figure.RowRecord) string {
	var out []string
	for _, d := range row.Dims {
		out = append(out, cmp.Or(models.Visible(d), "not assigned"))
	}
	return strings.Join(out, " · ")
}

// tables tells the relations, those nearest to the metric first.
func (c *Chain) tables(t *prose.Outline) {
	t.Head("tables, nearest to the metric first")
	shown, rest := t.Cut(len(c.Tables), tablesShown)
	for _, one := range c.Tables[:shown] {
		name := one.Name + "  view"
		if one.Rows != nil {
			name = one.Name + "  " + prose.CountedAs(int(*one.Rows), "row", "rows")
		}
		for _, mark := range []struct {
			on   bool
			text string
		}{{one.Rebuilt, "made for this question"}, {one.Gone, "FILE GONE"}} {
			if mark.on {
				name += "  (" + mark.text + ")"
			}
		}
		t.Item("%s", name)
		if one.File != "" {
			t.Item("  file    %s", one.File)
			t.Item("  sha256  %s", one.SHA256)
		}
		if one.SQL != "" {
			t.Item("  sql     %s", one.SQL)
		}
	}
	rest("tables")
}

// checked tells the results of checks: those that fail with who must act.
func (c *Chain) checked(t *prose.Outline) {
	if c.Snapshot.Latest == "" {
		return
	}
	failed := slices.IndexFunc(c.Checks, func(r models.CheckResult) bool { return r.Failures == 0 })
	if failed < 0 {
		failed = len(c.Checks)
	}
	t.Head("checks over these tables, as of snapshot %d: %d passed, %d not", c.Snapshot.Number, len(c.Checks)-failed, failed)
	for _, r := range c.Checks[:failed] {
		word := "warned "
		if r.Severity == "block" {
			word = "BLOCKED"
		}
		t.Item("%s  %s: %s; %s", word, r.Name, prose.CountedAs(int(r.Failures), "row fails", "rows fail"), models.Visible(r.ToDoIn("en")))
	}
	passed := c.Checks[failed:]
	shown, rest := t.Cut(len(passed), checksShown)
	for _, r := range passed[:shown] {
		t.Item("passed   %s", r.Name)
	}
	rest("that passed")
}

func (c *Chain) listed(t *prose.Outline) {
	if len(c.Lists) == 0 {
		return
	}
	t.Head("reference lists")
	for _, l := range c.Lists {
		t.Item("%s  %s  %s", l.Name, prose.CountedAs(l.Rows, "row", "rows"), l.File)
		if l.SHA256 != "" {
			t.Item("  sha256  %s", l.SHA256)
		}
	}
}
