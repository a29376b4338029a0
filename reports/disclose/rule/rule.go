// Package rule says which cells are primary: which numbers may not be shown by
// themselves, whatever is printed beside them.
//
// A number about 1 to Threshold-1 protected units is hidden; a share, rate, mean or
// median on fewer than Derived units is hidden; zero is shown, but for a whole group that
// is of one kind in what is sensitive. What else must be hidden
// so that none of these can be computed is the work of packages disclose and protect.
//
// It judges one answer at a time, and knows neither pages, files nor the engine.
package rule

import (
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Rule is what holds on a page about small numbers.
type Rule struct {
	Threshold int64 // counts from 1 to Threshold-1 are hidden; 5 when not above 0
	Derived   int64 // least n under a share, rate, mean or median; 10 when not above 0
	// Households is the least number of households that a number of persons is about; 2
	// when not above 0. 1 asks for no more than the threshold does.
	Households int64
	// Sensitive are dimensions that say of people what others must not learn, such as
	// their health. What is cut or filtered by one has a threshold of its own.
	Sensitive          []string
	SensitiveThreshold int64 // 10 when not above 0
	// An amount is hidden when the Largest contributors (1 or 2) make up more than
	// LargestPercent of it, or when the second largest can compute the largest to within
	// PPercent. 0 asks for neither.
	Largest, LargestPercent, PPercent int64
	// Freeze says that periods of a series are hidden for a whole year, when one of the year
	// before had less than Margin above the least that may be shown.
	Freeze bool
	Margin int64
	// Round says that counts are rounded instead of hidden: see Base.
	Round bool
}

// Of gives the rule of a page of a project; of a name that no page has, that of the
// project.
func Of(p *models.Project, page string) Rule {
	d := p.Config.Disclosure.On(page)
	r := Rule{Threshold: d.Threshold, Derived: d.DerivedThreshold, Households: d.Households, SensitiveThreshold: d.Sensitive.Threshold, Round: d.Method == models.Round}
	r.Margin, r.Freeze = d.Frozen()
	r.Largest, r.LargestPercent, r.PPercent = d.Dominance.Largest, d.Dominance.Percent, d.PPercent
	// Subjects and the themes that hold them say the same, more and less finely.
	for _, name := range d.Sensitive.Dimensions {
		family := p.Family(name)
		r.Sensitive = append(r.Sensitive, name)
		for _, other := range p.Dimensions {
			if p.Family(other.Name) == family {
				r.Sensitive = append(r.Sensitive, other.Name)
			}
		}
	}
	slices.Sort(r.Sensitive)
	r.Sensitive = slices.Compact(r.Sensitive)
	return r
}

// Status says what a cell lets a reader know.
type Status uint8

// The zero Status is Missing: a cell that nobody filled shows nothing.
const (
	Missing Status = iota // there is no figure
	Shown                 // the value may be read
	Hidden                // there is a figure, and it is withheld
)

// String gives the status in a word.
func (s Status) String() string {
	switch s {
	case Shown:
		return "shown"
	case Hidden:
		return "hidden"
	}
	return "missing"
}

// Judge gives the status of each row of an answer by the primary rule. What a metric
// protects is hidden in doubt: an unknown kind of protection or a negative n counts as
// protected and small.
func (r Rule) Judge(result *models.MetricResult) []Status {
	least := r.LeastOf(result)
	status := make([]Status, len(result.Rows))
	group := r.Concentrated(result)
	for i, row := range result.Rows {
		status[i] = primary(row, least)
		if status[i] == Shown && (r.sharesHome(result.Metric, row) || r.dominated(result.Metric, row)) {
			status[i] = Hidden
		}
		if group[i] && status[i] == Shown {
			status[i] = Hidden
		}
	}
	return status
}

// FewHouseholds is the least number of households that a number of persons is about.
func (r Rule) FewHouseholds() int64 {
	if r.Households <= 0 {
		return 2
	}
	return r.Households
}

// sharesHome tells whether all persons behind a number live in fewer households than it
// must be about: neighbours know who they are, however many there are. When none of their
// households is known they may.
func (r Rule) sharesHome(m *models.Metric, row models.MetricRow) bool {
	return m.Household != "" && m.Protects != "none" && row.N > 0 && row.Households < r.FewHouseholds()
}

// primary judges one cell on its own.
func primary(row models.MetricRow, least int64) Status {
	// Smallness comes before absence: "no median was reached" is itself a fact
	// about the few people in the cell.
	if least > 0 && row.N != 0 && row.N < least {
		return Hidden
	}
	if !row.Known || math.IsNaN(row.Value) || math.IsInf(row.Value, 0) {
		return Missing
	}
	// A number with nobody under it counts something else than it protects; without an n
	// there is nothing to judge it by.
	if least > 0 && row.N == 0 && row.Value != 0 {
		return Hidden
	}
	return Shown
}

// Tellable judges the counts under a share or rate: each is 0 or at least the least
// that may be shown, and so is what a share leaves over.
func Tellable(m *models.Metric, part, whole float64, least int64) bool {
	if !m.Counted() || part < 0 || whole <= 0 || m.OfWhole() && part > whole {
		return false
	}
	if m.OfWhole() && Small(whole-part, least) {
		return false
	}
	return !Small(part, least) && !Small(whole, least)
}

// Small tells whether a count is above zero and below the least that may be shown.
func Small(count float64, least int64) bool { return count > 0 && count < float64(least) }

// Few is the least count that may be shown.
func (r Rule) Few() int64 {
	if r.Threshold <= 0 {
		return 5
	}
	return r.Threshold
}

// FewDerived is the least n under a share, rate, mean or median that may be shown.
func (r Rule) FewDerived() int64 {
	if r.Derived <= 0 {
		return 10
	}
	return r.Derived
}

// Least gives the smallest n that may be shown for the metric, 0 for any. A
// metric's min_n can ask for more than the project does, never for less.
func (r Rule) Least(m *models.Metric) int64 {
	if m.Protects == "none" {
		return 0
	}
	least := r.Few()
	if Derived(m) {
		least = max(least, r.FewDerived())
	}
	return max(least, m.MinN)
}

// LeastOf gives the smallest n that may be shown in an answer, 0 for any.
func (r Rule) LeastOf(result *models.MetricResult) int64 {
	least := r.Least(result.Metric)
	if least > 0 && r.Touches(result.Query) {
		least = max(least, r.FewSensitive())
	}
	return least
}

// Derived tells whether a value is computed from the units under it instead of
// counting or adding them.
func Derived(m *models.Metric) bool {
	switch m.Unit {
	case "share", "days", "hours", "weeks", "months", "ratio":
		return true
	}
	return strings.HasPrefix(m.Unit, "per_") || m.OverGroups == models.Means || m.OverPlace == models.Means
}
