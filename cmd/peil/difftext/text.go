// Package difftext writes what sql/diff found: as text for people, and as rows for other
// programs.
//
// It knows how a value, a difference and a reason read, and how many of each are shown.
// Numbers read as those of the metric do, by reports/chart/number: it needs a package of sql
// and one of reports, which know nothing of each other, and so stands with the commands. It
// compares nothing, opens no file and reads no flag. How a table is laid
// out, which is so in all that the program prints, is given to it.
package difftext

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// Most values of a figure, and reasons of a value, that are printed unless the figure
// was asked for by name.
const (
	mostCells   = 12
	mostReasons = 3
)

// width is how many columns a text is broken into: reasons are long, and read beside
// tables that are as wide.
const width = 100

// Table has the rows of a table under the names of its columns.
type Table struct {
	Columns []string
	Right   []bool // columns whose cells stand at the right; nil where none do
	Rows    [][]string
}

// Printer writes what changed for people.
type Printer struct {
	Project *models.Project // has the metrics of the figures
	All     bool            // all values and reasons are printed, those of new periods too

	// WriteTable lays a table out in columns.
	WriteTable func(w io.Writer, t Table) error
}

// Print writes the snapshots and what else differs between them, then a table a figure.
func (p Printer) Print(w io.Writer, r *diff.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "snapshot %d, known %s  ->  snapshot %d, known %s\n", r.Older.Snapshot, orNever(r.Older.KnownAt), r.Newer.Snapshot, orNever(r.Newer.KnownAt))
	line := func(name string, parts ...string) {
		for i, part := range prose.Wrap(strings.Join(parts, ", "), width-12) {
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
		if r.Figures[i].NewOnly() && !p.All {
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
			m, err := p.Project.Metric(f.Metric)
			if err != nil {
				return err
			}
			if err := p.figure(&b, r, f, m); err != nil {
				return err
			}
		}
	}
	if len(young) > 0 {
		b.WriteString("\nnew periods only; --metric NAME prints their values:\n")
		for _, l := range prose.Wrap(strings.Join(young, ", "), width-2) {
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

func orNever(d models.Date) string {
	if d == "" {
		return "never"
	}
	return string(d)
}
