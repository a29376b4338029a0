package difftext

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// figure writes a figure with its values and why they differ.
func (p Printer) figure(b *strings.Builder, r *diff.Result, f *diff.Figure, m *models.Metric) error {
	fmt.Fprintf(b, "\n%s  %s (%s, %s)\n", f.Metric, f.TitleNL, f.Unit, f.Kind)
	note := func(text string) {
		for _, l := range prose.Wrap(text, width-2) {
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
		return nil
	}
	if len(f.Cells) == 0 {
		if f.Retold {
			note("by today's definition both snapshots give the same")
		} else {
			note("the old definition on the old data gives the same as the new one on the new data")
		}
		return nil
	}
	cells := f.Cells
	left := 0
	if !p.All && len(cells) > mostCells {
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
	t := Table{Columns: []string{head, "old", "new", "difference", "%"}, Right: []bool{false, true, true, true, true}}
	if splits {
		t.Columns, t.Right = append(t.Columns, "by definition"), append(t.Right, true)
	}
	for _, c := range cells {
		text := textsOf(m, c)
		row := []string{place(c, r.By), text.old, text.new, text.difference, text.percent}
		if splits {
			row = append(row, text.definition)
		}
		t.Rows = append(t.Rows, withReasons(row, reasonTexts(c.Why, p.All))...)
	}
	t.Columns, t.Right = append(t.Columns, "why"), append(t.Right, false)
	var text strings.Builder
	if err := p.WriteTable(&text, t); err != nil {
		return err
	}
	for l := range strings.Lines(text.String()) {
		b.WriteString("  " + l)
	}
	if left > 0 {
		note(fmt.Sprintf("… and %d more: --metric %s", left, f.Metric))
	}
	if beside := reasonTexts(f.Beside, p.All); p.All && len(beside) > 0 {
		note("also changed under it, of whatever month: " + strings.Join(beside, ", "))
	}
	return nil
}

func freshLast(c diff.Cell) int {
	if c.Fresh {
		return 1
	}
	return 0
}

// withReasons gives a row whose last column holds several texts, one below another.
func withReasons(row, whys []string) [][]string {
	if len(whys) == 0 {
		whys = []string{""}
	}
	var out [][]string
	for i, why := range whys {
		cells := slices.Clone(row)
		if i > 0 {
			clear(cells)
		}
		out = append(out, append(cells, why))
	}
	return out
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
