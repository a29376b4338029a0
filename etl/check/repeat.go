package check

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// Names of the rules about keys that stand in a file more than once.
const (
	// duplicateRow is a row that says the same as an earlier one.
	duplicateRow = "duplicate_row"
	// unique is a row that says something else under the key of an earlier one.
	unique = "unique"
	// added is a row whose measures are counted in an earlier one.
	added = "added"
)

// key gives the fields that identify a row.
func (p *Plan) key() []*field {
	var out []*field
	for _, name := range p.entity.Delivery.Key {
		out = append(out, p.byName[name])
	}
	return out
}

// repeated tells what a key that is repeated means.
func (p *Plan) repeated() string {
	if p.entity.Delivery.Repeated == "" {
		return models.RepeatedReject
	}
	return p.entity.Delivery.Repeated
}

// sameKey compares keys so that two missing parts are equal: where a key may
// have holes, two rows with the same hole are still the same row.
func (p *Plan) sameKey() string {
	var out []string
	for _, f := range p.key() {
		out = append(out, fmt.Sprintf("j.%s is not distinct from f.%s", f.v(), f.v()))
	}
	return strings.Join(out, " and ")
}

// values lists the typed values. Rows with the same ones are duplicates however
// they were spelled.
func (p *Plan) values(prefix string) []string {
	var out []string
	for _, f := range p.fields {
		out = append(out, prefix+f.v())
		if f.spec.KeepsMissing() {
			out = append(out, prefix+f.p()) // not given is not unknown
		}
	}
	return out
}

// sums gives the fields that are added up, and those that must be the same for
// that beside the key.
func (p *Plan) sums() (sums []*field, same []string) {
	isSum := map[string]bool{}
	for _, name := range p.entity.Added() {
		isSum[name] = true
	}
	for _, f := range p.fields {
		if isSum[f.spec.Name] {
			sums = append(sums, f)
		} else {
			same = append(same, f.v())
		}
		if f.spec.KeepsMissing() {
			same = append(same, f.p())
		}
	}
	return sums, same
}

// firsts gives the step that finds the first row of each key that is repeated.
// Only rows that are right in themselves count: a broken row does not push out
// the corrected one that follows it. "" for a contract without a key.
func (p *Plan) firsts() string {
	if len(p.key()) == 0 {
		return ""
	}
	var by []string
	for _, f := range p.key() {
		by = append(by, f.v())
	}
	more := ""
	if p.repeated() == models.RepeatedAdd {
		// A part that is not known makes a sum that is not known. One that is
		// longer than the column holds is no sum: those rows are then rejected.
		sums, same := p.sums()
		can := "count(distinct hash(" + strings.Join(same, ", ") + ")) = 1"
		for _, f := range sums {
			add := fmt.Sprintf("try_cast(sum(cast(%s as decimal(38, %d))) as %s)", f.v(), scaleOf(f), f.spec.LakeType())
			more += fmt.Sprintf(", case when count(%s) = count(*) then %s end as s%d", f.v(), add, f.n)
			can += fmt.Sprintf(" and (count(%s) < count(*) or %s is not null)", f.v(), add)
		}
		more += ", " + can + " as adds"
	}
	return fmt.Sprintf(",\nfirsts as (select %s, min(_line) as first_line, arg_min(hash(%s), _line) as first_hash%s from judged where ok group by all having count(*) > 1)",
		strings.Join(by, ", "), strings.Join(p.values(""), ", "), more)
}

func scaleOf(f *field) int {
	if f.spec.Type == "integer" {
		return 0
	}
	_, scale := f.spec.Digits()
	return scale
}

// isSame is true for a row that says what the first row of its key says.
func (p *Plan) isSame() string {
	return "hash(" + strings.Join(p.values("j."), ", ") + ") = f.first_hash"
}

// stays is the condition under which a row that is right in itself is a row of
// the lake.
func (p *Plan) stays() string {
	if p.repeated() == models.RepeatedKeep {
		return "true"
	}
	return "(f.first_line is null or f.first_line = j._line)"
}

// outOfPlace is the condition under which a row that is right in itself is
// rejected for its key.
func (p *Plan) outOfPlace() string {
	later := "f.first_line < j._line"
	switch p.repeated() {
	case models.RepeatedKeep:
		return "false"
	case models.RepeatedOnce:
		return later + " and not " + p.isSame()
	case models.RepeatedAdd:
		return later + " and not f.adds"
	}
	return later
}

// tellKey tells of rows with the key of an earlier one; when is the condition
// over b, and kept says that the rows count all the same. A key of which one part
// is masked is masked whole; the part apart is left out of a longer key.
func (p *Plan) tellKey(t *telling, when, apart string, kept bool) {
	s := sentence{want: " stands in line "}
	var names, headers, cells []string
	for _, f := range p.key() {
		if f.spec.Name == apart && len(p.key()) > 1 {
			continue
		}
		names, headers = append(names, f.spec.Name), append(headers, f.header)
		cells = append(cells, fmt.Sprintf("coalesce(b.r%d, '')", f.n))
		s.masked = s.masked || protect.Masked(f.spec)
	}
	s.column, s.head = strings.Join(names, ", "), strings.Join(headers, ", ")+" "
	same, others, rules := "", "; want one row for each", []string{duplicateRow, unique}
	switch {
	case p.repeated() == models.RepeatedAdd && kept:
		same, others, rules = "; it is added to that row", "; it is added to that row", []string{added, added}
	case p.repeated() == models.RepeatedAdd:
		others = " that cannot be added up" + others
	case kept && p.repeated() == models.RepeatedOnce:
		same = "; it is counted once"
	case kept:
		same, others = "; both are kept", "; both are kept"
	}
	t.broken(when, "case when b.is_same then 1 else 2 end", strings.Join(cells, " || ', ' || "), "cast(null as varchar)",
		"cast(b.first_line as varchar) || ' already, with ' || case when b.is_same then 'the same values"+same+"' else 'other values"+others+"' end")
	for _, s.rule = range rules {
		t.add(s)
	}
}
