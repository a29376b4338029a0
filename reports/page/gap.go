package page

import (
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// gap is how a value differs from an earlier one: a word where there is no size to tell,
// else its size, what share of the earlier value that is, and its direction.
type gap struct {
	word, size, share string
	up                bool
}

// fewDays is a median below which one day more or less is a large percentage and says little.
const fewDays = 10

// gap compares two values. Both are printed with the change, so its size gives away nothing
// that a reader cannot subtract: what may be subtracted is judged with the tables.
func (b *builder) gap(now, before *figure.Figure) gap {
	newer, x, okX := b.single(now)
	older, y, okY := b.single(before)
	switch {
	case !okX && newer == "[o]", !okY && older == "[o]":
		return gap{word: "[o]"}
	case !okX || !okY:
		return gap{word: b.w("missing")}
	}
	delta := x - y
	if delta == 0 {
		return gap{word: b.w("no_change")}
	}
	out := gap{size: b.spoken(now.Metric, math.Abs(delta)), up: delta > 0}
	if now.Metric.Unit == "share" {
		out.size = number.Number(math.Abs(delta)*100, 1, b.src.Lang)
	}
	// A difference that rounds to nothing has no direction to tell.
	if !strings.ContainsAny(out.size, "123456789") {
		return gap{word: b.w("little_change")}
	}
	if now.Metric.Unit == "share" {
		out.size += " " + b.w("points")
		return out
	}
	if y != 0 && (now.Metric.Unit != "days" || y >= fewDays) {
		// A share that rounds to nothing tells nothing beside the difference itself.
		if share := number.Percent(math.Abs(delta/y), 0, b.src.Lang); strings.ContainsAny(share, "123456789") {
			out.share = share
		}
	}
	return out
}

// signed writes a change as it stands below a key figure: −76 (−14 %).
func (g gap) signed() string {
	if g.word != "" {
		return g.word
	}
	return g.sign() + g.size + g.part()
}

// spoken writes a change as a sentence has it: 76 minder (−14 %).
func (g gap) spoken(b *builder, m *models.Metric) string {
	word := b.w("less")
	switch {
	case g.up:
		word = b.w("more")
	case m.Counts() && m.Unit != "eur":
		word = b.w("fewer")
	}
	return g.size + " " + word + g.part()
}

func (g gap) sign() string {
	if g.up {
		return "+"
	}
	return "−"
}

func (g gap) part() string {
	if g.share == "" {
		return ""
	}
	return " (" + g.sign() + g.share + ")"
}

// than says what a change is measured against: dan in oktober, dan op 31 oktober.
func (b *builder) than(before *figure.Figure) string {
	switch q := before.Query; {
	case q.From == "" && before.Metric.Kind != "stock":
		return b.w("than") // up to a day
	case q.From == "" || q.From == q.To:
		return b.w("than_on")
	default:
		return b.w("than_in")
	}
}

// spoken writes a value as running text has it: of days, a whole number without decimals.
func (b *builder) spoken(m *models.Metric, v float64) string {
	if m.Unit == "days" && v == math.Trunc(v) {
		return number.Number(v, 0, b.src.Lang)
	}
	return b.number(m, v)
}

// small tells a change between two counts that would let a reader count persons. A finding
// prints neither of the two, so there it is told without its size.
func (x *found) small() bool {
	m := x.f.Metric
	if x.against == nil || !m.Counts() || m.Unit == "eur" || m.Protects == "none" {
		return false
	}
	_, now, shown := x.b.single(x.f)
	_, before, told := x.b.single(x.against)
	return shown && told && now != before && math.Abs(now-before) < float64(x.b.opt.Maker.Rule.Few())
}
