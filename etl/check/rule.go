package check

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// rowRule gives the condition under which a rule over several columns is broken.
// What is not known breaks nothing. A median has none here: it is about the rows
// that stay, which are known later.
func (p *Plan) rowRule(r models.RowRule) string {
	var one, other string
	if columns := r.Columns(); len(columns) > 1 {
		one, other = p.byName[columns[0]].v(), p.byName[columns[1]].v()
	}
	give := ""
	if r.Tolerance > 0 {
		give = " > " + number(r.Tolerance)
	}
	var broken string
	switch r.Kind() {
	case models.RuleNotBefore:
		broken = one + " < " + other
	case models.RuleAtMost:
		if broken = one + " > " + other; give != "" {
			broken = one + " - " + other + give
		}
	case models.RuleSame:
		if broken = one + " <> " + other; give != "" {
			broken = "abs(" + one + " - " + other + ")" + give
		}
	case models.RuleSum:
		total, parts := p.addend(r.Sum[0], ""), p.parts(r, "")
		if broken = total + " <> " + parts; give != "" {
			broken = "abs(" + total + " - " + parts + ")" + give
		}
	case models.RuleSameMonth:
		broken = fmt.Sprintf("date_trunc('month', %s) <> date_trunc('month', %s)", one, other)
	case models.RuleSameYear:
		broken = fmt.Sprintf("year(%s) <> year(%s)", one, other)
	case models.RuleRatio:
		// Nothing is a share of zero.
		share := fmt.Sprintf("(cast(%s as double) / nullif(cast(%s as double), 0))", one, other)
		broken = fmt.Sprintf("%s not between %s and %s", share, number(r.Ratio.Range[0]), number(r.Ratio.Range[1]))
	}
	return "coalesce(" + broken + ", false)"
}

// parts gives the sum of the parts of a rule; null when one of them is not known.
func (p *Plan) parts(r models.RowRule, prefix string) string {
	var out []string
	for _, name := range r.Sum[1:] {
		out = append(out, p.addend(name, prefix))
	}
	return "(" + strings.Join(out, " + ") + ")"
}

// addend gives a number as an exact decimal: two whole numbers may come to more
// than the engine's whole numbers hold, which would end the run.
func (p *Plan) addend(name, prefix string) string {
	f := p.byName[name]
	if f.spec.Type == "integer" {
		return fmt.Sprintf("cast(%s%s as decimal(%d, 0))", prefix, f.v(), models.IntegerDigits)
	}
	return prefix + f.v()
}

// number writes a number of the contract as an exact one of the engine.
func number(of float64) string { return strconv.FormatFloat(of, 'f', -1, 64) }

// middle gives the SQL of the median of a rule, of the rows that stay.
func (p *Plan) middle(m *models.Median) string {
	over := ""
	for i, name := range m.By {
		over += []string{"partition by ", ", "}[min(i, 1)] + p.byName[name].v()
	}
	return fmt.Sprintf("median(cast(%s as double)) filter (where stays) over (%s)", p.byName[m.Column].v(), over)
}

// far gives the condition under which a value is too far from the median in the
// column middle. Nothing is far from a median of zero: it has no measure.
func (p *Plan) far(m *models.Median, middle string) string {
	value := "cast(" + p.byName[m.Column].v() + " as double)"
	middle = "nullif(" + middle + ", 0)"
	var out []string
	if m.Most > 0 {
		out = append(out, value+" > "+number(m.Most)+" * "+middle)
	}
	if m.Least > 0 {
		out = append(out, value+" < "+number(m.Least)+" * "+middle)
	}
	return "coalesce(" + strings.Join(out, " or ") + ", false)"
}

// tellRow tells which columns contradict each other by rule i; when is the
// condition over b. One column is named, the first of the rule: the one that came
// later, or the total.
func (p *Plan) tellRow(t *telling, when string, i int, r models.RowRule) {
	columns := r.Columns()
	first := p.byName[columns[0]]
	s := sentence{rule: r.Kind(), column: first.spec.Name, head: first.header + " is ", masked: protect.Masked(first.spec), two: true}
	var headers []string
	for _, name := range columns[1:] {
		headers = append(headers, p.byName[name].header)
		// One part that is masked masks what the parts come to.
		s.masked2 = s.masked2 || protect.Masked(p.byName[name].spec)
	}
	names := strings.Join(headers, ", ")
	other, want := "", ""
	if len(columns) > 1 {
		other = fmt.Sprintf("b.r%d", p.byName[columns[1]].n)
	}
	// In the sign that the reader knows from the file.
	signed := func(number string) string {
		return fmt.Sprintf("replace(cast(%s as varchar), '.', %s)", number, duck.Quote(decimalSign(p.entity, first.spec)))
	}
	switch s.rule {
	case models.RuleNotBefore:
		want = "not before " + names
	case models.RuleAtMost:
		want = "at most " + names
	case models.RuleSame:
		want = "the same as " + names
	case models.RuleSameMonth:
		want = "a day in the month of " + names
	case models.RuleSameYear:
		want = "a day in the year of " + names
	case models.RuleSum:
		want, other = "the sum of "+names, signed(p.parts(r, "b."))
	case models.RuleRatio:
		want = fmt.Sprintf("%s to %s times %s", number(r.Ratio.Range[0]), number(r.Ratio.Range[1]), names)
	case models.RuleMedian:
		want, other = times(r.Median, names), signed(fmt.Sprintf("b.m%d", i+1))
		s.masked2 = s.masked
	}
	if r.Tolerance > 0 {
		want += ", give or take " + strings.ReplaceAll(number(r.Tolerance), ".", decimalSign(p.entity, first.spec))
	}
	s.want = ", want " + want + ", which is "
	if r.Fix != "" {
		s.tail = "; " + r.Fix
	}
	t.broken(when, "1", fmt.Sprintf("b.r%d", first.n), other, "cast(null as varchar)")
	t.add(s)
}

// times says how far from the median a value may be, in words.
func times(m *models.Median, by string) string {
	var out []string
	if m.Least > 0 {
		out = append(out, "at least "+number(m.Least))
	}
	if m.Most > 0 {
		out = append(out, "at most "+number(m.Most))
	}
	text := strings.Join(out, " and ") + " times the median of the delivery"
	if by != "" {
		text += " for the same " + by
	}
	return text
}
