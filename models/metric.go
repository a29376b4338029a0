package models

import (
	"cmp"
	"strings"
)

// Metric is one SQL file that defines one number.
//
// Its SELECT reads the relation "scope": the rows of Relation in the period and
// with the filter asked for, with the columns dim_1, dim_2, dim_3 holding the
// dimensions asked for (null when not asked). It gives dim_1, dim_2, dim_3,
// value and n, grouped by the three. So one plain statement answers the total
// and every cut, and medians can partition by the same columns.
type Metric struct {
	Name            string            `yaml:"name"`
	TitleNL         string            `yaml:"title_nl"`
	TitleEN         string            `yaml:"title_en"`
	AboutNL         string            `yaml:"about_nl"`
	AboutEN         string            `yaml:"about_en"`
	Unit            string            `yaml:"unit"`    // persons, households, places, share, days, eur, fte, count, per_1000 ...
	UnitNL          string            `yaml:"unit_nl"` // words behind a value, for a unit of the project's own
	UnitEN          string            `yaml:"unit_en"`
	Decimals        int               `yaml:"decimals"`
	Kind            string            `yaml:"kind"`            // stock (stand) or flow (stroom)
	Better          string            `yaml:"better"`          // up, down or neutral
	Range           []float64         `yaml:"range"`           // [least] or [least, most]; none: anything can be
	MinN            int64             `yaml:"min_n"`           // smallest n that may be shown; 0: the project's threshold
	Protects        string            `yaml:"protects"`        // person, household, host, organisation or none
	ProtectsReason  string            `yaml:"protects_reason"` // needed for none
	Household       string            `yaml:"household"`       // column of Relation that names a row's household: the SELECT gives households
	Contributor     string            `yaml:"contributor"`     // amounts: column of Relation that names who a row's amount is of: the SELECT gives largest and second
	Relation        string            `yaml:"relation"`
	Time            string            `yaml:"time"`                            // flow: date column of Relation
	Grain           string            `yaml:"grain"`                           // flow: month when rows are about whole months, of which Time is the first day
	At              string            `yaml:"at"`                              // flow asked at a date: until (default: all up to it) or day (that day alone)
	Valid           []string          `yaml:"valid"`                           // stock: [from, until] date columns; until is exclusive, null = still
	OverTime        string            `yaml:"over_time"`                       // sum, last, mean or none
	OverPlace       string            `yaml:"over_place"`                      // sum, mean or none; see Over
	OverGroups      string            `yaml:"over_groups"`                     // sum, mean or none
	Empty           string            `yaml:"empty"`                           // zero: no rows means 0; none: means no figure
	Dimensions      map[string]string `yaml:"dimensions"`                      // dimension -> column of Relation
	Where           string            `yaml:"where"`                           // fixed filter over Relation, SQL
	Adds            []string          `yaml:"adds"`                            // stock: columns that the SELECT only adds up; _rows counts rows
	Sources         []string          `yaml:"sources"`                         // "source/entity" for the source line
	Requires        []string          `yaml:"requires" json:",omitempty"`      // those of Sources without which a flow has no figure
	Interval        string            `yaml:"interval"`                        // wilson or poisson: the SELECT gives part and whole too
	Values          string            `yaml:"values"`                          // column whose quantile the value is
	Quantile        float64           `yaml:"quantile"`                        // 0.5 for a median
	Ended           string            `yaml:"ended"`                           // SQL: the wait in Values ended; without it, it is censored
	Contributions   *Contributions    `yaml:"contributions" json:",omitempty"` // whose sum the value is; the SELECT may read the relation contributions
	PagesBy         []string          `yaml:"pages_by"`                        // dimensions that pages may cut and filter it by; none: all of its own
	Shares          string            `yaml:"shares"`                          // dimension of whose members the value is the share: the scope has base_1, base_2, base_3
	Cluster         string            `yaml:"cluster"`                         // column of what repeats itself, for analysis
	Bunched         bool              `yaml:"bunched" json:",omitempty"`       // what it counts comes many at a time: nothing of it is tested
	Settles         int               `yaml:"settles"`                         // flow: months after its own in which a month still changes
	Balance         *Balance          `yaml:"balance"`                         // flow: what it is the difference of, and which stock it changes; stock: what changes it
	Parts           []string          `yaml:"parts" json:",omitempty"`         // metrics whose sum it is, everywhere
	SliceOf         *Slice            `yaml:"counts" json:",omitempty"`        // what it counts, or its part, by another metric
	OutOf           *Slice            `yaml:"out_of" json:",omitempty"`        // share: what its whole is, by another metric
	NotMeasurable   string            `yaml:"not_measurable"`
	NotMeasurableEN string            `yaml:"not_measurable_en"`
	Needs           string            `yaml:"needs"` // not measurable: the log that is needed
	NeedsEN         string            `yaml:"needs_en"`

	// Public are the sources that the metric reads, when all of them are public at their
	// origin: it then protects nobody.
	Public []PublicSource `yaml:"-"`

	SQL  string `yaml:"-"`
	File string `yaml:"-"`
	Line int    `yaml:"-"`
}

// Grains are the dimensions of time that the metric can be cut by.
func (m *Metric) Grains() []string {
	if m.Grain == "month" {
		return []string{"month", "quarter", "year"}
	}
	return TimeGrains
}

// RowsColumn is the column of a metric's scope that counts rows: its sum is what
// count(*) would be, also where rows that agree were made one.
const RowsColumn = "_rows"

// Columns of the scope of a metric that has a household: the least and the greatest of
// the rows that were made one. They differ when there is more than one.
const (
	FirstHousehold = "first_household"
	LastHousehold  = "last_household"
)

// Title gives the title in the language, Dutch unless "en".
func (m *Metric) Title(lang string) string { return inLanguage(lang, m.TitleNL, m.TitleEN) }

// About gives the definition in the language, Dutch unless "en".
func (m *Metric) About(lang string) string { return inLanguage(lang, m.AboutNL, m.AboutEN) }

// WhyNot says in the language why the metric cannot be measured.
func (m *Metric) WhyNot(lang string) string {
	return inLanguage(lang, m.NotMeasurable, cmp.Or(m.NotMeasurableEN, m.NotMeasurable))
}

// Need says in the language which log would make the metric measurable.
func (m *Metric) Need(lang string) string {
	return inLanguage(lang, m.Needs, cmp.Or(m.NeedsEN, m.Needs))
}

// Outside tells whether a value is not in the metric's range. A double that is off
// by its last digits is inside.
func (m *Metric) Outside(v float64) bool {
	return len(m.Range) > 0 && v < m.Range[0]-RangeMargin || len(m.Range) == 2 && v > m.Range[1]+RangeMargin
}

// RangeText says what values can be, with numbers as write has them; "" when anything can be.
func (m *Metric) RangeText(lang string, write func(float64) string) string {
	switch len(m.Range) {
	case 1:
		return inLanguage(lang, "minstens ", "at least ") + write(m.Range[0])
	case 2:
		return write(m.Range[0]) + inLanguage(lang, " tot ", " to ") + write(m.Range[1])
	}
	return ""
}

// RangeMargin is how far beyond its range a value may be by the rounding of doubles.
const RangeMargin = 1e-9

// Settled gives the last day whose month no longer changes, by what is known on a day.
func (m *Metric) Settled(known Date) Date {
	if m.Settles == 0 || known == "" {
		return known
	}
	month := known.MonthStart()
	if known.MonthEnd() != known {
		month = month.AddMonths(-1)
	}
	return month.AddMonths(-m.Settles).MonthEnd()
}

func inLanguage(lang, nl, en string) string {
	if lang == "en" && en != "" {
		return en
	}
	return nl
}

// MetricQuery asks for one metric. Dates are reference dates: what the figure
// is about. The knowledge date is a property of the warehouse that is asked.
type MetricQuery struct {
	Metric string   `json:"metric"`
	By     []string `json:"by,omitempty"`   // at most three dimensions
	At     Date     `json:"at,omitempty"`   // stock: on this date; flow: up to and with
	From   Date     `json:"from,omitempty"` // first day of the period
	To     Date     `json:"to,omitempty"`   // last day of the period, included
	Where  []Filter `json:"where,omitempty"`
	// Geography is the division of the country to show facts on; that of each
	// row's own day when empty.
	Geography string `json:"geography,omitempty"`
}

// Filter keeps rows whose dimension has one of the values.
type Filter struct {
	Dimension string   `json:"dimension"`
	Values    []string `json:"values"`
}

// MetricResult is the answer: rows in a total order, and all that is needed to
// explain and to repeat it.
type MetricResult struct {
	Metric *Metric
	Query  MetricQuery // with defaults filled in
	Dims   []*Dimension
	Rows   []MetricRow
	SQL    string   // what ran, with parameters written out
	Tables []string // relations that it read, directly or not, in build order
	Beside []string // relations that the query reads beside those of the metric
	// Division is the division of the country that was asked for; nil for that of
	// each row's own day.
	Division *GeographyChoice
	// First is of a flow the first day that its sources tell about; "" where nobody knows.
	First Date
	// Gaps are days about which no delivery came, between others that did, of which something
	// may be missing: what it would have told is not counted.
	Gaps []Span
	// NotThere are values of a filter that are no members on the days and the division that
	// were asked for; nil as a rule. Where it has no others, rows have no value.
	NotThere  *Filter
	NoneThere bool // NotThere are all values of its filter
	// Nothing: a flow that is cut by members has no rows since nothing happened, and not
	// since nobody tells.
	Nothing bool
}

// Span is a stretch of days, both ends included.
type Span struct {
	From  Date `json:"from"`
	Until Date `json:"until"`
}

// MetricRow is one cell. Labels name Dims in the language asked at display; a
// dimension that is unknown for a row is "".
type MetricRow struct {
	Dims  []string
	Value float64
	Known bool  // false: no figure (not computable), never to be read as 0
	N     int64 // what the threshold is applied to
	// Households is how many households N persons live in, where the metric tells it: 2
	// stands for all above 1. 0 when none of them is known.
	Households int64
	// Largest and Second are the largest amounts of one contributor each, of a metric that
	// names its contributors; 0 where there is none.
	Largest, Second float64
	// Untold: no source tells of the period, so that there is no figure.
	Untold bool
	// Partly: of a period of a flow of which the sources tell in part. One without a figure
	// then counted nobody so far.
	Partly bool
	// Part and Whole are filled for a metric with an interval: Value is
	// Factor() x Part / Whole. They are exact, and never printed as they are.
	Part, Whole float64
}

// Lineage is what stands under a metric or relation: relations in build order
// with their files, and the deliveries that they were made from.
type Lineage struct {
	Tables     []BuiltTable
	Deliveries []Loaded
}

// Arguments writes a query as the arguments of peil metric, to be pasted in a shell.
func (q MetricQuery) Arguments() string {
	parts := []string{q.Metric}
	if len(q.By) > 0 {
		parts = append(parts, "--by "+strings.Join(q.By, ","))
	}
	for _, p := range [][2]string{{"--at", string(q.At)}, {"--from", string(q.From)}, {"--to", string(q.To)}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	for _, f := range q.Where {
		parts = append(parts, "--where "+ShellWord(f.Dimension+"="+strings.Join(f.Values, "|")))
	}
	if q.Geography != "" {
		parts = append(parts, "--geography "+q.Geography)
	}
	return strings.Join(parts, " ")
}

// ShellWord writes a text as one word of a shell, between quotes where a sign in it
// would mean something else there.
func ShellWord(text string) string {
	harmless := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=,@%+", r)
	}
	if text != "" && strings.TrimFunc(text, harmless) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
