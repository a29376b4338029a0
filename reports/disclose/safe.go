// Package disclose decides which cells of an answer may be shown, and holds the
// one type that charts, pages and downloads accept: Safe.
//
// A Safe is made by Apply and nowhere else. Hidden and unknown values, and every
// n, are dropped while it is made, so that no printing, marshalling or later
// code can give them back.
//
// The primary rule (package rule) judges cell by cell and hides what is about few. That
// alone does not keep a hidden cell: in a line with a shown total it can be
// had by subtraction, within one table and between tables. A Plan therefore gathers all
// answers of an edition, puts their cells into one system of equations (package system)
// and hides what else would give one away (package protect). Complete tells whether that
// was done. What the result is worth is judged from the files of the edition, by package
// audit, which imports none of these.
//
// It must not know charts, HTML, files or the engine.
package disclose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
)

// Status says what a cell lets a reader know.
type Status = rule.Status

// What a cell lets a reader know.
const (
	Missing = rule.Missing // there is no figure
	Shown   = rule.Shown   // the value may be read
	Hidden  = rule.Hidden  // there is a figure, and it is withheld
)

// Cell is one value of an answer, or the fact that it is hidden or missing.
type Cell struct {
	status      Status
	value       float64 // 0 unless Shown
	part, whole float64 // 0 unless told
	told        bool
	low, high   float64 // 0 unless bounded
	bounded     bool
}

// Status says whether the cell is shown, hidden or missing.
func (c Cell) Status() Status { return c.status }

// Hidden tells whether the cell is withheld.
func (c Cell) Hidden() bool { return c.status == Hidden }

// Value gives the value of a shown cell, else 0 and false.
func (c Cell) Value() (float64, bool) { return c.value, c.status == Shown }

// Parts gives what a shown share or rate is made of; false when either of them, or
// what is left of a share, is a count too small to be told.
func (c Cell) Parts() (part, whole float64, ok bool) { return c.part, c.whole, c.told }

// Interval gives the interval around a shown value; false when none was asked for, or
// when what it would be computed from may not be told.
func (c Cell) Interval() (low, high float64, ok bool) { return c.low, c.high, c.bounded }

// String prints the value, [o] when hidden, [nb] when there is none.
func (c Cell) String() string {
	switch c.status {
	case Shown:
		return fmt.Sprint(c.value)
	case Hidden:
		return "[o]"
	}
	return "[nb]"
}

// Row is one cell with the members of the dimensions it is about.
type Row struct {
	Dims []string // as Safe.Dims, codes; "" is unknown
	Cell Cell
}

// Safe is an answer without what may not be shown. The zero Safe has no rows.
type Safe struct {
	metric   *models.Metric
	query    models.MetricQuery
	dims     []*models.Dimension
	rows     []Row
	least    int64
	base     int64
	rounded  bool
	nothing  bool
	complete bool
	also     [2]string // why else a cell may be hidden, in Dutch and English
}

// Metric gives the definition of the number.
func (s Safe) Metric() *models.Metric { return s.metric }

// Query gives what was asked, with defaults filled in.
func (s Safe) Query() models.MetricQuery { return s.query }

// Dims gives the dimensions of the rows, in the order of Row.Dims.
func (s Safe) Dims() []*models.Dimension { return slices.Clone(s.dims) }

// Rows gives all cells, ordered by the codes of their dimensions with unknown
// members last. The order never depends on values, hidden ones least of all.
func (s Safe) Rows() []Row {
	out := slices.Clone(s.rows)
	for i := range out {
		out[i].Dims = slices.Clone(out[i].Dims)
	}
	return out
}

// Bounded gives the answer with an interval around each share or rate whose counts may
// be told; bounds computes it from them, and says false where it does not exist.
func (s Safe) Bounded(bounds func(part, whole float64) (low, high float64, ok bool)) Safe {
	s.rows = slices.Clone(s.rows)
	for i := range s.rows {
		if c := &s.rows[i].Cell; c.told {
			c.low, c.high, c.bounded = bounds(c.part, c.whole)
		}
	}
	return s
}

// Hidden counts the hidden cells.
func (s Safe) Hidden() int { return s.count(Hidden) }

// Missing counts the cells without a figure.
func (s Safe) Missing() int { return s.count(Missing) }

// Least is the smallest number of protected units that a shown cell other than
// zero can be about; 0 when the metric protects none.
func (s Safe) Least() int64 { return s.least }

// Complete tells whether hidden cells are also safe against subtraction: whether a Plan
// judged the answer together with all others of its edition.
func (s Safe) Complete() bool { return s.complete }

// Base is what all counts of the edition are multiples of, also those that shares and
// rates are made of; 0 when they are not rounded.
func (s Safe) Base() int64 { return s.base }

// Nothing tells of an answer without rows that nothing happened, where it protects nobody:
// it may be told then that there is none at all.
func (s Safe) Nothing() bool { return s.nothing }

// Rounded tells whether its numbers are rounded counts, or computed from such.
func (s Safe) Rounded() bool { return s.rounded }

// Note says in the language what is hidden; "" when nothing is.
func (s Safe) Note(lang string) string {
	n := s.Hidden()
	if n == 0 {
		return ""
	}
	if lang == "en" {
		noun := "values"
		if n == 1 {
			noun = "value"
		}
		if s.complete {
			return fmt.Sprintf("[o]: %d %s suppressed, based on fewer than %d %s%s, or needed so that such a value cannot be computed.", n, noun, s.least, s.unit(lang), s.also[1])
		}
		return fmt.Sprintf("[o]: %d %s suppressed, based on fewer than %d %s%s.", n, noun, s.least, s.unit(lang), s.also[1])
	}
	noun := "waarden"
	if n == 1 {
		noun = "waarde"
	}
	if s.complete {
		return fmt.Sprintf("[o]: %d %s onderdrukt, gebaseerd op minder dan %d %s%s of nodig om te vermijden dat zo'n waarde te berekenen is.", n, noun, s.least, s.unit(lang), s.also[0])
	}
	return fmt.Sprintf("[o]: %d %s onderdrukt, gebaseerd op minder dan %d %s%s.", n, noun, s.least, s.unit(lang), s.also[0])
}

// under notes for which other reasons a rule may hide cells of the answer.
func (s Safe) under(r Rule) Safe {
	s.also = [2]string{}
	for _, x := range []struct {
		holds  bool
		nl, en string
	}{
		{r.FewHouseholds() > 1 && s.metric.Household != "", ", op één huishouden", ", on one household"},
		{r.LargestPercent+r.PPercent > 0 && s.metric.Contributor != "", ", bijna volledig op één of twee ontvangers", ", nearly all on one or two recipients"},
		{r.Touches(s.query), ", op een groep van wie iedereen tot dezelfde categorie behoort", ", on a group that is all of one category"},
	} {
		if x.holds {
			s.also[0], s.also[1] = s.also[0]+x.nl, s.also[1]+x.en
		}
	}
	return s
}

// String sums the answer up, so that a log line holds no cells at all.
func (s Safe) String() string {
	name := "no metric"
	if s.metric != nil {
		name = s.metric.Name
	}
	by := make([]string, len(s.dims))
	for i, d := range s.dims {
		by[i] = d.Name
	}
	return fmt.Sprintf("%s by [%s]: %d rows, %d hidden, %d missing", name, strings.Join(by, " "), len(s.rows), s.Hidden(), s.Missing())
}

// GoString keeps %#v from walking through the metric's pointers.
func (s Safe) GoString() string { return "disclose.Safe{" + s.String() + "}" }

func (s Safe) count(status Status) int {
	n := 0
	for _, r := range s.rows {
		if r.Cell.status == status {
			n++
		}
	}
	return n
}

var protected = map[string][2]string{
	"person":       {"personen", "persons"},
	"household":    {"huishoudens", "households"},
	"host":         {"gastgezinnen of plaatsen", "hosts or places"}, // in a place that is no family's the place counts
	"organisation": {"organisaties", "organisations"},
}

func (s Safe) unit(lang string) string {
	words, ok := protected[s.metric.Protects]
	if !ok {
		words = [2]string{"eenheden", "units"}
	}
	if lang == "en" {
		return words[1]
	}
	return words[0]
}
