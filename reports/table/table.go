// Package table lays the shown cells of a figure out as a table with typed columns,
// and writes it for other programs: as CSV for machines, as CSV for a spreadsheet, and
// as a sheet of a workbook.
//
// All of them hold the same cells in the same order, and nothing that the disclosure
// gate withheld. Numbers are exact; how they are rounded on the page is only the form
// in which a sheet shows them. The package knows no pages, no files and no editions.
package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// Table is what one figure shows.
type Table struct {
	ID       string // of the figure
	Metric   *models.Metric
	Title    string // of the metric, in the language
	Headline string // what the page calls the figure
	Unit     string // in words; "" when the value has none
	About    string // the day or period, in words
	Source   string // in words
	Notes    []string
	Lang     string
	Dims     []*models.Dimension
	Rows     []Row
}

// Row is one cell with the members that it is about.
type Row struct {
	Codes  []string
	Labels []string    // as delivered: a writer makes them safe for what it writes
	Value  float64     // counts only when the status says so
	Status string      // of SDMX: see figure.Figure.Status
	Bounds *[2]float64 // ends of the interval around a value; nil for none
	Risk   *int64      // on a curve: waits that still go on; nil where that may not be told
}

// Of takes the shown cells of a figure; label names a member of a dimension.
func Of(f *figure.Figure, lang string, label func(d *models.Dimension, code string) string) *Table {
	t := &Table{ID: f.ID, Metric: f.Metric, Title: f.Metric.Title(lang), Lang: lang, Dims: f.Dims}
	for _, r := range f.Rows() {
		row := Row{Codes: r.Dims, Status: f.Status(r)}
		row.Value, _ = r.Cell.Value()
		if low, high, ok := r.Cell.Interval(); ok {
			row.Bounds = &[2]float64{low, high}
		}
		if _, whole, ok := r.Cell.Parts(); ok && t.curve() {
			risk := int64(whole)
			row.Risk = &risk
		}
		for i, code := range r.Dims {
			row.Labels = append(row.Labels, label(f.Dims[i], code))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Shown tells whether the row has a value.
func (r Row) Shown() bool { return r.Status == figure.Normal || r.Status == figure.Provisional }

// bounded tells whether any value has an interval.
func (t *Table) bounded() bool {
	return slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Bounds != nil })
}

// curve tells whether the table is a curve of waits: a share for each number of days.
func (t *Table) curve() bool {
	return len(t.Dims) > 0 && t.Dims[len(t.Dims)-1].Name == disclose.DaysName
}

// Describe says what the table is about, in a line.
func (t *Table) Describe() string {
	return strings.TrimSpace(t.Title + ". " + t.About + ". " + t.Source)
}

// risk writes how many waits still go on; "" where that may not be told.
func (r Row) risk() string {
	if r.Risk == nil {
		return ""
	}
	return strconv.FormatInt(*r.Risk, 10)
}

// mark is what stands where there is no value.
func (r Row) mark() string {
	if r.Status == figure.Suppressed {
		return "[o]"
	}
	return "[nb]"
}

// Column is one column of the tables for machines, documented.
type Column struct {
	Name  string
	Type  string // string, date, integer or number, as the Data Package standard has them
	Title string
	About string
	Unit  string
}

// Columns documents what CSV writes.
func (t *Table) Columns() []Column {
	var out []Column
	for _, d := range t.Dims {
		kind, about := "string", t.word("code_about")
		if d.Grain != "" {
			kind, about = "date", t.word("day_about")
		}
		out = append(out, Column{Name: d.Name, Type: kind, Title: d.Title(t.Lang), About: about},
			Column{Name: d.Name + "_label", Type: "string", Title: d.Title(t.Lang), About: t.word("label_about")})
	}
	out = append(out,
		Column{Name: "value", Type: "number", Title: t.Title, About: strings.TrimSpace(t.Metric.About(t.Lang) + " " + t.word("value_about")), Unit: t.Metric.Unit},
		Column{Name: "obs_status", Type: "string", Title: t.word("status"), About: t.word("status_about")},
		Column{Name: "unit", Type: "string", Title: t.word("unit"), About: t.word("unit_about")},
		Column{Name: "figure_id", Type: "string", Title: t.word("figure"), About: fmt.Sprintf(t.word("figure_about"), t.ID)})
	if t.bounded() {
		out = append(out, Column{Name: "interval_low", Type: "number", Title: t.word("low"), About: t.word("low_about"), Unit: t.Metric.Unit},
			Column{Name: "interval_high", Type: "number", Title: t.word("high"), About: t.word("high_about"), Unit: t.Metric.Unit})
	}
	if t.curve() {
		out = append(out, Column{Name: "at_risk", Type: "integer", Title: t.word("risk"), About: t.word("risk_about"), Unit: "count"})
	}
	return out
}

// File is the name of the table for machines; ExcelFile that for a spreadsheet.
func (t *Table) File() string { return t.ID + ".csv" }

// ExcelFile is the name of the table for a spreadsheet.
func (t *Table) ExcelFile() string { return t.ID + ".excel.csv" }
