package check

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Names of the rules over several columns.
const (
	notBefore = "not_before"
	atMost    = "at_most"
	sum       = "sum"
)

// rowRule gives the condition under which a rule over several columns is broken.
// What is not known breaks nothing.
func (p *Plan) rowRule(r models.RowRule) string {
	var broken string
	switch {
	case len(r.Sum) > 0:
		broken = p.addend(r.Sum[0], "") + " <> " + p.parts(r, "")
	case len(r.NotBefore) > 0:
		broken = p.byName[r.NotBefore[0]].v() + " < " + p.byName[r.NotBefore[1]].v()
	default:
		broken = p.byName[r.AtMost[0]].v() + " > " + p.byName[r.AtMost[1]].v()
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

// tellRow tells which columns contradict each other. The reject names one
// column, the first of the rule: the one that came later, or the total.
func (p *Plan) tellRow(t *telling, when string, r models.RowRule) {
	columns := r.Columns()
	first := p.byName[columns[0]]
	s := sentence{column: first.spec.Name, head: first.header + " is ", masked: protect.Masked(first.spec)}
	var headers []string
	for _, name := range columns[1:] {
		headers = append(headers, p.byName[name].header)
		// One part that is masked masks what the parts come to.
		s.masked2 = s.masked2 || protect.Masked(p.byName[name].spec)
	}
	other := fmt.Sprintf("b.r%d", p.byName[columns[1]].n)
	var want string
	switch {
	case len(r.Sum) > 0:
		s.rule, want = sum, "the sum of "
		// In the sign that the reader knows from the total.
		other = fmt.Sprintf("replace(cast(%s as varchar), '.', %s)", p.parts(r, "b."), duck.Quote(decimalSign(p.entity, first.spec)))
	case len(r.NotBefore) > 0:
		s.rule, want = notBefore, "not before "
	default:
		s.rule, want = atMost, "at most "
	}
	s.want = ", want " + want + strings.Join(headers, ", ") + ", which is "
	if r.Fix != "" {
		s.tail = "; " + r.Fix
	}
	t.broken(when, "1", fmt.Sprintf("b.r%d", first.n), other, "cast(null as varchar)")
	t.add(s)
}
