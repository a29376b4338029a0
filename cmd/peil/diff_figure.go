package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

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
