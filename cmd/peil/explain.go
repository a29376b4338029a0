package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain FIGURE-ID",
		Short: "Show where a printed figure comes from, down to the files",
		Long: `Prints the whole chain of a figure that an edition prints: page, metric,
definition, parameters, SQL, relations, and the export files with SHA-256 and
rows. The id stands under each figure of a report.`,
		Args: exactArgs(1, "one figure id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.findData()
			frozen, record, err := edition.Find(a.layout().Editions(), args[0])
			if err != nil {
				return err
			}
			manifest, err := a.manifest(frozen.Snapshot)
			if err != nil {
				return err
			}
			files := deliveriesOf(manifest, record, frozen.KnownAt)
			if a.json {
				return printJSON(a.out, map[string]any{"edition": frozen.Edition, "report": frozen.Report, "snapshot": frozen.Snapshot, "figure": record, "files": files})
			}
			return explain(a.out, frozen, record, files)
		},
	}
}

// deliveriesOf gives the deliveries of a figure's entities that were known at
// its knowledge date.
func deliveriesOf(m *models.Manifest, r *figure.Record, known models.Date) []models.Loaded {
	var out []models.Loaded
	for _, d := range m.Deliveries {
		for _, s := range r.Sources {
			if d.Source == s.Source && d.Entity == s.Entity && d.KnownAt <= known {
				out = append(out, d)
			}
		}
	}
	return out
}

func explain(w io.Writer, e *edition.Frozen, r *figure.Record, files []models.Loaded) error {
	var b strings.Builder
	line := func(name, text string) { fmt.Fprintf(&b, "%-12s %s\n", name, text) }
	line("figure", r.ID)
	line("title", r.Title)
	line("page", fmt.Sprintf("%s, edition %s (%s)", r.Page, e.Edition, r.Place))
	line("snapshot", fmt.Sprintf("%d, data as known on %s, %s", e.Snapshot, e.KnownAt, e.Engine))
	line("metric", fmt.Sprintf("%s (%s, %s)", r.Metric, r.Unit, r.Kind))
	line("definition", r.About)
	line("parameters", "peil metric "+r.Query.Arguments())
	fmt.Fprintf(&b, "values\n")
	for _, row := range r.Rows {
		text := "[o] hidden"
		if row.Value != nil {
			text = fmt.Sprint(*row.Value)
		} else if row.Status == "M" {
			text = "no data"
		}
		fmt.Fprintf(&b, "  %-40s %s\n", models.Visible(strings.Join(row.Dims, " · ")), text)
	}
	fmt.Fprintf(&b, "relations\n")
	for _, t := range r.Tables {
		if t.File == "" {
			fmt.Fprintf(&b, "  %s (view)\n", t.Name)
			continue
		}
		fmt.Fprintf(&b, "  %s  %s rows  %s  sha256 %s\n", t.Name, grouped(t.Rows), t.File, t.SHA256)
	}
	fmt.Fprintf(&b, "files\n")
	for _, d := range files {
		note := ""
		if d.Skipped != "" {
			note = "  skipped: " + d.Skipped
		}
		if d.Warned > 0 {
			note += fmt.Sprintf(", %s with a warning", grouped(d.Warned))
		}
		for _, difference := range d.Control {
			note += "\n    " + models.Visible(difference)
		}
		fmt.Fprintf(&b, "  %s  known %s  sha256 %s  %s rows, %s kept, %s rejected%s\n",
			models.Visible(d.Name), d.KnownAt, d.SHA256, grouped(d.Rows), grouped(d.Kept), grouped(d.Rejected), note)
	}
	fmt.Fprintf(&b, "sql\n%s\n", indent(r.SQL))
	_, err := io.WriteString(w, b.String())
	return err
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ")
}
