package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

// chain is all that stands under a figure, in the order in which it is told.
type chain struct {
	Asked    string                `json:"asked"`
	Page     *chainPage            `json:"page,omitempty"` // nil: a metric, as asked now
	Snapshot chainSnapshot         `json:"snapshot"`
	Metric   chainMetric           `json:"metric"`
	Command  string                `json:"command"`            // asks for the same numbers
	Analysis string                `json:"analysis,omitempty"` // asks for the sentence again, on exact numbers
	Query    models.MetricQuery    `json:"query"`
	Values   []figure.RowRecord    `json:"values"`
	Hidden   int                   `json:"hidden"`
	Graph    *lineage.Graph        `json:"graph"`
	Tables   []chainTable          `json:"tables"` // nearest to the metric first
	Checks   []models.CheckResult  `json:"checks"` // those that fail first
	Lists    []chainList           `json:"lists"`
	Loads    []chainLoad           `json:"loads"`
	Absent   []chainAbsent         `json:"deliveries_missing,omitempty"`
	SetAside []chainLoad           `json:"set_aside"`
	Unread   []chainUnread         `json:"unread_rows"`       // that count as an earlier list had them
	Sources  []figure.SourceRecord `json:"sources,omitempty"` // sums, where the snapshot is gone
	SQL      string                `json:"sql"`
	Notes    []string              `json:"notes,omitempty"` // what is gone, or not as it was
}

// chainPage is where a figure is printed.
type chainPage struct {
	Figure  string `json:"figure"`
	Title   string `json:"title"`
	Place   string `json:"place"`
	Text    string `json:"text,omitempty"` // the sentence that is printed, when the figure is one
	Report  string `json:"report"`
	Edition string `json:"edition"`
	Lang    string `json:"lang"`
	File    string `json:"file"`   // of the edition
	Status  string `json:"status"` // internal, audited or published

	Published models.Date `json:"published_on,omitempty"`
}

type chainSnapshot struct {
	Number  int         `json:"number"`
	KnownAt models.Date `json:"known_at"` // the knowledge date of the figure
	Latest  models.Date `json:"latest"`   // that of the snapshot; "" when it is gone
	Engine  string      `json:"engine"`
}

// chainMetric is what a metric's header says. A frozen definition, unit and kind go
// before those of today.
type chainMetric struct {
	Name          string    `json:"name"`
	TitleNL       string    `json:"title_nl,omitempty"`
	TitleEN       string    `json:"title_en,omitempty"`
	About         string    `json:"about"`
	Unit          string    `json:"unit"`
	Kind          string    `json:"kind"`
	By            []string  `json:"by"` // dimensions of its own
	Grains        []string  `json:"-"`  // dimensions of time
	Range         []float64 `json:"range,omitempty"`
	Protects      string    `json:"protects,omitempty"`
	Smallest      int64     `json:"smallest_n"` // that may be shown; 0: any
	NotMeasurable string    `json:"not_measurable,omitempty"`
	Needs         string    `json:"needs,omitempty"`
	File          string    `json:"file,omitempty"`
}

// chainTable is a relation under a figure. A view has no file.
type chainTable struct {
	Name    string `json:"name"`
	Rows    *int64 `json:"rows,omitempty"`
	File    string `json:"file,omitempty"`
	SHA256  string `json:"sha256,omitempty"`
	SQL     string `json:"sql_sha256,omitempty"`
	Rebuilt bool   `json:"rebuilt,omitempty"` // made for this question, no part of the snapshot
	Gone    bool   `json:"gone,omitempty"`    // the file is no longer there
}

type chainList struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// How many lines of a list a screen shows, without --all.
const (
	valuesShown = 20
	tablesShown = 8
	checksShown = 8 // of those that passed
	loadsShown  = 3 // the last ones of each entity
)

// telling writes a chain for people.
type telling struct {
	strings.Builder
	all bool
}

// line writes a name with its text, which may go on below.
func (t *telling) line(name, format string, args ...any) {
	for i, part := range wrapped(fmt.Sprintf(format, args...), screen-13) {
		if i > 0 {
			name = ""
		}
		fmt.Fprintf(t, "%s\n", strings.TrimRight(fmt.Sprintf("%-12s %s", name, part), " "))
	}
}

// head begins a part.
func (t *telling) head(format string, args ...any) {
	fmt.Fprintf(t, "\n"+format+"\n", args...)
}

func (t *telling) item(format string, args ...any) { fmt.Fprintf(t, "  "+format+"\n", args...) }

// cut gives how many of n lines are shown, and tells of the rest once they are.
func (t *telling) cut(n, most int) (shown int, rest func(what string)) {
	if t.all || n <= most {
		return n, func(string) {}
	}
	return most, func(what string) { t.item("... and %s more %s; --all shows them", grouped(int64(n-most)), what) }
}

// write tells the chain.
func (c *chain) write(w io.Writer, all bool) error {
	t := &telling{all: all}
	c.top(t)
	c.values(t)
	if c.Metric.NotMeasurable == "" {
		t.head("stands on")
		for line := range strings.Lines(c.Graph.Tree(c.Metric.Name, false)) {
			t.item("%s", strings.TrimRight(line, "\n"))
		}
		c.tables(t)
		c.checked(t)
		c.listed(t)
		c.loaded(t)
		t.head("sql, with the parameters written out")
		for line := range strings.Lines(c.SQL) {
			fmt.Fprintf(t, "%s\n", strings.TrimRight("  "+strings.TrimRight(line, "\n"), " "))
		}
	}
	_, err := io.WriteString(w, t.String())
	return err
}

// top tells what the figure is: page, snapshot, metric, and how to ask it again.
func (c *chain) top(t *telling) {
	if p := c.Page; p != nil {
		t.line("figure", "%s: %s", p.Figure, models.Visible(p.Title))
		if p.Text != "" {
			t.line("says", "%s", models.Visible(p.Text))
		}
		status := map[string]string{"internal": "internal, not for publication", "audited": "checked for confidentiality, not published", "published": "published on " + string(p.Published)}
		t.line("page", "%s, edition %s, %s (%s)", p.Report, p.Edition, cmp.Or(status[p.Status], p.Status), p.Place)
		t.line("", "%s", p.File)
	}
	t.line("snapshot", "%d, data as known on %s, %s", c.Snapshot.Number, c.Snapshot.KnownAt, c.Snapshot.Engine)
	m := c.Metric
	title := m.TitleNL
	if m.TitleEN != "" && m.TitleEN != title {
		title += " (" + m.TitleEN + ")"
	}
	t.line("metric", "%s", strings.TrimSuffix(m.Name+": "+title, ": "))
	t.line("definition", "%s", m.About)
	if m.NotMeasurable != "" {
		t.line("value", "none: not measurable: %s", m.NotMeasurable)
		t.line("needs", "%s", m.Needs)
	} else {
		t.line("unit", "%s", m.Unit)
		t.line("kind", "%s", map[string]string{"stock": "stock (stand): what stood there on a day", "flow": "flow (stroom): what happened in a period"}[m.Kind])
		t.line("cut by", "%s", strings.Join(slices.Concat(m.By, m.Grains), ", "))
		if text := (&models.Metric{Range: m.Range}).RangeText("en", prose.Exactly); text != "" {
			t.line("range", "%s", text)
		}
		smallest := "any: it protects nobody"
		if m.Smallest > 0 {
			smallest = fmt.Sprintf("%d (%s): a figure on fewer is hidden on a page", m.Smallest, m.Protects)
		}
		t.line("smallest n", "%s", smallest)
		// A command is pasted: it is not broken into lines.
		fmt.Fprintf(t, "%-12s %s\n", "parameters", c.Command)
		if c.Analysis != "" {
			fmt.Fprintf(t, "%-12s %s\n", "analysis", c.Analysis)
		}
	}
	if m.File != "" {
		t.line("file", "%s", m.File)
	}
	for _, note := range c.Notes {
		t.line("note", "%s", note)
	}
}

func (c *chain) values(t *telling) {
	if c.Metric.NotMeasurable != "" {
		return
	}
	switch {
	case c.Page == nil:
		t.head("values, exact and not for publication")
	case c.Hidden > 0:
		t.head("values that the page may show; [o] is hidden, %d of %d", c.Hidden, len(c.Values))
	default:
		t.head("values")
	}
	if len(c.Values) == 0 {
		t.item("none")
		return
	}
	shown, rest := t.cut(len(c.Values), valuesShown)
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
		t.item("%s%s", cell(row)+strings.Repeat(" ", wide-len([]rune(cell(row)))+2*min(wide, 1)), text)
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
func (c *chain) tables(t *telling) {
	t.head("tables, nearest to the metric first")
	shown, rest := t.cut(len(c.Tables), tablesShown)
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
		t.item("%s", name)
		if one.File != "" {
			t.item("  file    %s", one.File)
			t.item("  sha256  %s", one.SHA256)
		}
		if one.SQL != "" {
			t.item("  sql     %s", one.SQL)
		}
	}
	rest("tables")
}

// checked tells the results of checks: those that fail with who must act.
func (c *chain) checked(t *telling) {
	if c.Snapshot.Latest == "" {
		return
	}
	failed := slices.IndexFunc(c.Checks, func(r models.CheckResult) bool { return r.Failures == 0 })
	if failed < 0 {
		failed = len(c.Checks)
	}
	t.head("checks over these tables, as of snapshot %d: %d passed, %d not", c.Snapshot.Number, len(c.Checks)-failed, failed)
	for _, r := range c.Checks[:failed] {
		word := "warned "
		if r.Severity == "block" {
			word = "BLOCKED"
		}
		t.item("%s  %s: %s; %s", word, r.Name, failing(r), models.Visible(r.ToDoIn("en")))
	}
	passed := c.Checks[failed:]
	shown, rest := t.cut(len(passed), checksShown)
	for _, r := range passed[:shown] {
		t.item("passed   %s", r.Name)
	}
	rest("that passed")
}

func (c *chain) listed(t *telling) {
	if len(c.Lists) == 0 {
		return
	}
	t.head("reference lists")
	for _, l := range c.Lists {
		t.item("%s  %s  %s", l.Name, prose.CountedAs(l.Rows, "row", "rows"), l.File)
		if l.SHA256 != "" {
			t.item("  sha256  %s", l.SHA256)
		}
	}
}
