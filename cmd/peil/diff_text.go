package main

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// Most values of a figure, and reasons of a value, that are printed unless the figure
// was asked for by name.
const (
	mostCells   = 12
	mostReasons = 3
)

// printDiff writes what changed for people: the snapshots, then a table a figure.
func printDiff(w io.Writer, p *models.Project, r *diff.Result, all bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "snapshot %d, known %s  ->  snapshot %d, known %s\n", r.Older.Snapshot, orNever(r.Older.KnownAt), r.Newer.Snapshot, orNever(r.Newer.KnownAt))
	line := func(name string, parts ...string) {
		for i, part := range wrapped(strings.Join(parts, ", "), 100-12) {
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "%-11s %s\n", name, part)
		}
	}
	line("deliveries", countKinds(r.Deliveries)...)
	for _, part := range []struct {
		name  string
		names []string
	}{{"sql", r.SQL}, {"metrics", r.MetricSQL}, {"lists", r.Lists}, {"new metrics", r.NewMetrics}, {"gone", r.Gone}} {
		if len(part.names) > 0 {
			line(part.name, part.names...)
		}
	}
	for _, l := range r.ListRows {
		for _, row := range listRows(l) {
			fmt.Fprintf(&b, "%-11s %s  %s\n", "", l.List, row)
		}
	}
	for _, note := range r.Notes {
		line("note", note)
	}
	var young []string // told of new periods only: named, since there is nothing to compare
	for i := range r.Figures {
		if r.Figures[i].NewOnly() && !all {
			young = append(young, r.Figures[i].Metric)
		}
	}
	lost := 0 // nothing is known of a figure that could not be computed
	for i := range r.Figures {
		if r.Figures[i].Problem != "" {
			lost++
		}
	}
	told := []string{fmt.Sprintf("%d differ", len(r.Figures)-len(young)-lost)}
	for _, part := range []struct {
		n    int
		text string
	}{{lost, "not compared"}, {len(young), "with new periods only"}, {r.Same, "equal"}, {r.Skipped, "on the same rows and SQL"}} {
		if part.n > 0 {
			told = append(told, fmt.Sprintf("%d %s", part.n, part.text))
		}
	}
	line("figures", told...)
	for i := range r.Figures {
		if f := &r.Figures[i]; !slices.Contains(young, f.Metric) {
			m, err := p.Metric(f.Metric)
			if err != nil {
				return err
			}
			printFigure(&b, r, f, m, all)
		}
	}
	if len(young) > 0 {
		b.WriteString("\nnew periods only; --metric NAME prints their values:\n")
		for _, l := range wrapped(strings.Join(young, ", "), 98) {
			b.WriteString("  " + l + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// listRows writes the rows in which a list changed, those that went first; all but the
// first of many are counted.
func listRows(l diff.ListRows) []string {
	var out []string
	for _, part := range []struct {
		sign string
		rows []string
	}{{"- ", l.Removed}, {"+ ", l.Added}} {
		for i, row := range part.rows {
			if i == mostReasons && len(part.rows) > mostReasons+1 {
				out = append(out, fmt.Sprintf("%s… and %d more", part.sign, len(part.rows)-mostReasons))
				break
			}
			out = append(out, part.sign+models.Visible(row))
		}
	}
	return out
}

func printFigure(b *strings.Builder, r *diff.Result, f *diff.Figure, m *models.Metric, all bool) {
	fmt.Fprintf(b, "\n%s  %s (%s, %s)\n", f.Metric, f.TitleNL, f.Unit, f.Kind)
	note := func(text string) {
		for _, l := range wrapped(text, 98) {
			b.WriteString("  " + l + "\n")
		}
	}
	if len(f.Definition) > 0 {
		note("definition changed: " + strings.Join(reasonTexts(f.Definition, true), ", "))
	}
	switch {
	case f.Problem != "":
	case f.Edited:
		note("the metric was changed since and not run: both values are computed with its SQL of now")
	case f.Retold:
		note("old values are computed with today's definition on the old data")
	}
	for _, printed := range f.Printed {
		note(fmt.Sprintf("printed then: %s in edition %s (%s, peil metric %s)", valueText(m, &printed.Value, m.Decimals), printed.Edition, printed.ID, printed.Query))
	}
	if f.Problem != "" {
		note("not compared: " + models.Visible(f.Problem))
		return
	}
	if len(f.Cells) == 0 {
		if f.Retold {
			note("by today's definition both snapshots give the same")
		} else {
			note("the old definition on the old data gives the same as the new one on the new data")
		}
		return
	}
	cells := f.Cells
	left := 0
	if !all && len(cells) > mostCells {
		// What both tell of says more than what is only new.
		cells = slices.Clone(cells)
		slices.SortStableFunc(cells, func(a, b diff.Cell) int { return freshLast(a) - freshLast(b) })
		left, cells = len(cells)-mostCells, cells[:mostCells]
	}
	splits := slices.ContainsFunc(cells, func(c diff.Cell) bool { return c.Definition != nil })
	head := strings.Join(r.By, " · ")
	if on := cells[0].On; on != "" && on != "total" && len(cells[0].Dims) > 0 {
		head += " on " + on
	}
	t := &table{columns: []string{head, "old", "new", "difference", "%"}, right: []bool{false, true, true, true, true}}
	if splits {
		t.columns, t.right = append(t.columns, "by definition"), append(t.right, true)
	}
	var whys [][]string
	for _, c := range cells {
		text := textsOf(m, c)
		row := []string{place(c, r.By), text.old, text.new, text.difference, text.percent}
		if splits {
			row = append(row, text.definition)
		}
		t.add(row...)
		whys = append(whys, reasonTexts(c.Why, all))
	}
	t.columns, t.right = append(t.columns, "why"), append(t.right, false)
	withReasons(b, t, whys)
	if left > 0 {
		note(fmt.Sprintf("… and %d more: --metric %s", left, f.Metric))
	}
	if beside := reasonTexts(f.Beside, all); all && len(beside) > 0 {
		note("also changed under it, of whatever month: " + strings.Join(beside, ", "))
	}
}

func freshLast(c diff.Cell) int {
	if c.Fresh {
		return 1
	}
	return 0
}

// withReasons writes a table whose last column holds several texts, one below another.
func withReasons(b *strings.Builder, t *table, whys [][]string) {
	var lines table
	lines.columns, lines.right = t.columns, t.right
	for i, row := range t.rows {
		if len(whys[i]) == 0 {
			whys[i] = []string{""}
		}
		for j, why := range whys[i] {
			cells := slices.Clone(row)
			if j > 0 {
				clear(cells)
			}
			lines.add(append(cells, why)...)
		}
	}
	var text strings.Builder
	_ = lines.text(&text) // a builder never fails
	for l := range strings.Lines(text.String()) {
		b.WriteString("  " + l)
	}
}

// place names a value: its members, with months as YYYY-MM.
func place(c diff.Cell, by []string) string {
	if len(c.Dims) == 0 {
		if c.On != "" && c.On != "total" {
			return "on " + c.On
		}
		return "total"
	}
	out := make([]string, len(c.Dims))
	for i, d := range c.Dims {
		out[i] = models.Visible(d)
		switch {
		case d == "":
			out[i] = "(none)"
		case by[i] == "month":
			out[i] = strings.TrimSuffix(d, "-01")
		}
	}
	return strings.Join(out, " · ")
}

// countKinds sums up the deliveries.
func countKinds(all []diff.Delivery) []string {
	var out []string
	for _, k := range []struct {
		kind diff.Kind
		text string
	}{{diff.New, "new"}, {diff.ReadAgain, "read again"}, {diff.Removed, "gone"}} {
		names := map[string][]string{} // by what is said about them
		var abouts []string
		for _, d := range all {
			if d.Kind == k.kind {
				if names[d.About] == nil {
					abouts = append(abouts, d.About)
				}
				names[d.About] = append(names[d.About], models.Visible(path.Base(d.File)))
			}
		}
		for _, about := range abouts {
			of, text := names[about], k.text
			switch {
			case about == diff.EarlierBytes:
				text += " (" + about + ")"
			case about != "":
				text += " (" + about + " changed)"
			}
			n := len(of)
			if n > mostReasons {
				of = append(of[:mostReasons], fmt.Sprintf("… and %d more", n-mostReasons))
			}
			out = append(out, fmt.Sprintf("%d %s: %s", n, text, strings.Join(of, ", ")))
		}
	}
	if len(out) == 0 {
		return []string{"the same"}
	}
	return out
}

// diffTable is the result as rows for other programs.
func diffTable(r *diff.Result) *table {
	t := &table{columns: append([]string{"metric"}, r.By...)}
	t.columns = append(t.columns, "on", "old", "new", "difference", "share", "by_definition", "why")
	for _, f := range r.Figures {
		for _, c := range f.Cells {
			row := append([]string{f.Metric}, c.Dims...)
			for len(row) <= len(r.By) {
				row = append(row, "")
			}
			share := ""
			if s, ok := c.Share(); ok {
				share = plain(&s)
			}
			t.add(append(row, c.On, plain(c.Old), plain(c.New), plain(c.Difference), share, plain(c.Definition), strings.Join(reasonTexts(c.Why, true), "; "))...)
		}
	}
	return t
}

func plain(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func orNever(d models.Date) string {
	if d == "" {
		return "never"
	}
	return string(d)
}

// wrapped breaks a text at spaces into lines of at most width signs.
func wrapped(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out, line = append(out, line), word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(out, line)
}
