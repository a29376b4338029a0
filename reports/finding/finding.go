// Package finding turns the cells of a metric into a finding: numbers from a
// statistical method, a sentence in Dutch and English that a policy reader
// understands, the rule by which to read it, and what weakens it.
//
// It is pure. Whoever calls it decides which cells may enter: the shown cells of
// an edition, or exact ones for an analyst. It computes no metric: values, parts,
// wholes and distributions come from SQL. A sentence claims no cause, and that
// there is no sign of a difference is never written as no difference. Input that
// cannot carry an answer gives a finding that is not computable, and says why.
//
// It knows no files, engine, HTML or command line.
package finding

import (
	"cmp"
	"encoding/json"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
	format "github.com/vlot-evaluatie/peil/reports/chart/number"
)

// Kind is a question that a finding answers.
type Kind string

// The kinds of findings.
const (
	Association Kind = "association" // do two dimensions go together
	Difference  Kind = "difference"  // between two periods, or one group and the rest
	Trend       Kind = "trend"       // by month
	Season      Kind = "season"      // against the same month a year before
	Survival    Kind = "survival"    // how long waits last, those that go on included
	Interval    Kind = "interval"    // of one share, rate or median
	Spread      Kind = "spread"      // over areas or other members
)

// Level is that of every interval, and 1 - Level that of every test.
const Level = 0.95

// Seed of every draw: the same cells give the same numbers.
const Seed = 1

const alpha = 1 - Level

// Text is a sentence in both languages.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// In gives the text in the language, Dutch unless "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.NL
}

// Number is one number of a finding.
type Number struct {
	Name string // what it is: cramers_v, share, p, ...; the same for ever
	Of   Text   // of which cell, group or period; empty for the whole
	Unit string
	// Value is nothing when not Known: it could not be computed, which is not 0.
	Value float64
	Known bool
	// Low and High are the ends of its interval, when there is one.
	Low, High       float64
	HasLow, HasHigh bool
}

// MarshalJSON writes null for what is not known.
func (n Number) MarshalJSON() ([]byte, error) {
	or := func(v float64, ok bool) *float64 {
		if !ok {
			return nil
		}
		return &v
	}
	return json.Marshal(struct {
		Name  string   `json:"name"`
		Of    *Text    `json:"of,omitempty"`
		Unit  string   `json:"unit"`
		Value *float64 `json:"value"`
		Low   *float64 `json:"low,omitempty"`
		High  *float64 `json:"high,omitempty"`
	}{n.Name, map[bool]*Text{true: &n.Of}[n.Of != Text{}], n.Unit, or(n.Value, n.Known), or(n.Low, n.HasLow), or(n.High, n.HasHigh)})
}

// Finding is an answer with all that is needed to read it.
type Finding struct {
	Kind       Kind   `json:"kind"`
	Metric     string `json:"metric"`
	Computable bool   `json:"computable"`
	Sentence   Text   `json:"sentence"`
	// Parts are the sentences of Sentence, for who shows them as a list: one each for
	// several series or groups, between a head and a tail. None for a single one.
	Head, Tail Text   `json:"-"`
	Parts      []Text `json:"-"`
	Rule       Text   `json:"rule"`
	Warnings   []Text `json:"warnings,omitempty"`
	// Caveats are those of Warnings that a page must print beside the sentence:
	// they change what it is about.
	Caveats []Text   `json:"-"`
	Numbers []Number `json:"numbers,omitempty"`
	lacking bool     // a delivery did not come, so that nothing is a full count
}

// Cell is one value of a metric. Hidden cells are there, and their values are not.
type Cell struct {
	Dims          []string
	Value         float64
	Known, Hidden bool
	Part, Whole   float64 // of a metric with an interval
}

// Cells takes the rows of an answer as they are: exact, for an analyst.
func Cells(rows []models.MetricRow) []Cell {
	out := make([]Cell, len(rows))
	for i, r := range rows {
		out[i] = Cell{Dims: r.Dims, Value: r.Value, Known: r.Known, Part: r.Part, Whole: r.Whole}
	}
	return out
}

// Input is a metric's answer that may be read.
type Input struct {
	Metric   *models.Metric
	Dims     []*models.Dimension
	Cells    []Cell
	From, To models.Date   // the days that it is about, both included
	Told     Told          // the days that are told about
	Final    models.Date   // of a flow that settles: the last day that no longer changes
	Lacks    []Lack        // deliveries that did not come and would have told of it
	Gaps     []models.Span // days about which nothing came, between others that did
	Summed   bool          // spread: the figures of the members add up to the total, as was asked
	Apart    *Input        // the same cells, cut by one dimension more, which tells where those without a member are
	Since    models.Date   // season: the first month to hold against a year before; all when empty
	// Names gives the label of a member in a language.
	Names func(dimension *models.Dimension, code, lang string) string
}

// name gives the label of a member of a dimension; a month in words.
func (in Input) name(dim int, code string) Text {
	return both(func(lang string) string {
		if d := in.Dims[dim]; d.Grain != "" {
			return format.Period(d.Grain, code, lang)
		}
		return in.Names(in.Dims[dim], code, lang)
	})
}

// start begins a finding.
func start(kind Kind, m *models.Metric, rule Text) Finding {
	return Finding{Kind: kind, Metric: m.Name, Computable: true, Rule: rule}
}

// impossible ends a finding that the input cannot carry.
func (f Finding) impossible(m *models.Metric, nl, en string) Finding {
	f.Computable, f.Numbers = false, nil
	f.Sentence = Text{m.TitleNL + ": niet te berekenen: " + nl + ".", m.Title("en") + ": cannot be computed: " + en + "."}
	return f
}

func (f *Finding) add(n Number) { f.Numbers = append(f.Numbers, n) }

// caveat warns of what changes the meaning of the sentence.
func (f *Finding) caveat(nl, en string) {
	f.warn(nl, en)
	f.Caveats = append(f.Caveats, Text{nl, en})
}

func (f *Finding) warn(nl, en string) { f.Warnings = append(f.Warnings, Text{nl, en}) }

// number is a known number, nothing when it is not finite.
func number(name string, of Text, unit string, v float64) Number {
	return Number{Name: name, Of: of, Unit: unit, Value: v, Known: !math.IsNaN(v) && !math.IsInf(v, 0)}
}

func (n Number) within(i stats.Interval) Number {
	n.Low, n.High, n.HasLow, n.HasHigh = i.Low, i.High, true, true
	return n
}

// say puts a sentence together of a head, one text an item, and a tail.
func (f *Finding) say(head func(lang string) string, items []func(lang string) string, tail func(lang string) string) {
	join := func(lang string) string {
		var parts []string
		for _, item := range items {
			parts = append(parts, item(lang))
		}
		return strings.Join(parts, " ")
	}
	f.Sentence = both(func(lang string) string { return head(lang) + ": " + join(lang) + tail(lang) })
	if len(items) < 2 {
		return
	}
	f.Head, f.Tail = both(head), both(func(lang string) string { return strings.TrimSpace(tail(lang)) })
	for _, item := range items {
		f.Parts = append(f.Parts, both(func(lang string) string { return capital(item(lang)) }))
	}
}

// capital begins a text with a capital letter.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

// both writes a text in the two languages.
func both(write func(lang string) string) Text { return Text{write("nl"), write("en")} }

// pick takes one of two texts.
func pick(lang, nl, en string) string {
	if lang == "en" {
		return en
	}
	return nl
}

// value writes a value of the metric with its unit where the unit is a sign.
func value(m *models.Metric, v float64, lang string) string { return format.Value(m, v, lang) }

func decimal(v float64, decimals int, lang string) string { return format.Number(v, decimals, lang) }

func percent(v float64, lang string) string { return format.Percent(v, 1, lang) }

// points writes a difference of shares in percentage points, with its sign.
func points(v float64, lang string) string {
	if v != 0 && strings.Trim(decimal(v*100, 1, "en"), "0.−") == "" { // not 0, and not to look like it
		return signed(v*100, 3, lang)
	}
	return signed(v*100, 1, lang)
}

func signed(v float64, decimals int, lang string) string {
	text := decimal(v, decimals, lang)
	if v > 0 && strings.Trim(text, "0.,") != "" {
		return "+" + text
	}
	return text
}

// chance writes a p. Three digits are all that a reader can use.
func chance(p float64, lang string) string {
	if p < 0.001 {
		return pick(lang, "p < 0,001", "p < 0.001")
	}
	if p < alpha && decimal(p, 3, "en") == "0.050" { // below it, and not to look as if it were not
		return pick(lang, "p < 0,05", "p < 0.05")
	}
	return "p = " + decimal(p, 3, lang)
}

// between writes an interval.
func between(i stats.Interval, write func(v float64, lang string) string, lang string) string {
	return write(i.Low, lang) + pick(lang, " tot ", " to ") + write(i.High, lang)
}

// whole writes what a share or rate is of: units that are counted have no decimals,
// full-time equivalents have.
func whole(v float64, lang string) string {
	if v == math.Trunc(v) {
		return decimal(v, 0, lang)
	}
	return decimal(v, 1, lang)
}

// ratio writes a ratio so that what is not 1 does not look like it.
func ratio(v float64, lang string) string {
	if text := decimal(v, 2, "en"); v != 1 && text == "1.00" {
		return decimal(v, 3, lang)
	}
	return decimal(v, 2, lang)
}

// bound writes an upper bound of V; one that rounds to nothing is not nothing.
func bound(v float64, lang string) string {
	if v < 0.005 {
		return pick(lang, "onder 0,01", "below 0.01")
	}
	return decimal(v, 2, lang)
}

// plural writes a count with the word for one or for several.
func plural(n int64, one, several, lang string) string {
	word := several
	if n == 1 {
		word = one
	}
	return decimal(float64(n), 0, lang) + " " + word
}

// list writes a, b en c.
func list(items []string, lang string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + pick(lang, " en ", " and ") + items[last]
}

// period names the days from and to, whole months by their name.
func period(from, to models.Date, lang string) string {
	switch {
	case from == "" || from == to:
		return format.LongDate(to, lang)
	case from == from.MonthStart() && to == from.MonthEnd():
		return format.LongMonth(from, lang)
	case from == from.MonthStart() && to == to.MonthEnd():
		return format.LongMonth(from, lang) + pick(lang, " tot en met ", " to ") + format.LongMonth(to, lang)
	}
	return format.LongDate(from, lang) + pick(lang, " tot en met ", " to ") + format.LongDate(to, lang)
}

// Period names the days from and to in both languages.
func Period(from, to models.Date) Text {
	return both(func(lang string) string { return period(from, to, lang) })
}

// Periods names several stretches of days in both languages.
func Periods(spans []models.Span) Text {
	return both(func(lang string) string {
		names := make([]string, len(spans))
		for i, s := range spans {
			names[i] = period(s.From, s.Until, lang)
		}
		return list(names, lang)
	})
}

// Lacks says of an answer which days were never delivered.
func Lacks(gaps []models.Span) Text {
	days := Periods(gaps)
	return Text{"zonder " + days.NL + ": niet geleverd, en wat daarin zou staan, telt niet mee", "without " + days.EN + ": not delivered, and what it would tell is not counted"}
}

// During says in which days, as it stands in a sentence: op, in of van ... tot.
func During(from, to models.Date) Text {
	return both(func(lang string) string {
		name := period(from, to, lang)
		switch {
		case from == "" || from == to:
			return pick(lang, "op ", "on ") + name
		case from == from.MonthStart() && to == from.MonthEnd():
			return "in " + name
		}
		return pick(lang, "van ", "from ") + name
	})
}

// Shared gives the days that two periods have in common; of a stock, the day that both
// are of. ok is false when there are none.
func Shared(a, b Input) (from, to models.Date, ok bool) {
	first := func(in Input) models.Date { return cmp.Or(in.From, in.To) }
	from, to = max(first(a), first(b)), min(a.To, b.To)
	return from, to, from != "" && from <= to
}

// days is the number of days from and to, both included.
func days(from, to models.Date) int { return int(to.Time().Sub(from.Time()).Hours()/24) + 1 }

// counts takes a value as a count; ok is false for what is none.
func counts(v float64) (int64, bool) {
	return int64(v), v >= 0 && v == math.Trunc(v) && v < 1e15
}

// events tells whether a metric counts events that add up over time, so that a
// period of twice the days has twice as many, and that come one by one. What can be below
// zero is what came less what went: chance moves it by both, so it is no count of either.
func events(m *models.Metric) bool {
	return m.Kind == "flow" && m.OverTime == "sum" && m.Unit != "eur" && m.Unit != "fte" && m.Decimals == 0 && !m.Bunched &&
		len(m.Range) > 0 && m.Range[0] >= 0
}

// cause says what no finding may claim; what is named with its article.
func cause(lang, nl, en string) string {
	return " " + pick(lang, nl+" toont geen oorzaak.", en+" shows no cause.")
}
