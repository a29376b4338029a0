package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

const (
	// held is how much of a wrong value a reject holds, in characters.
	held = 1000
	// shown is how much of it a reason repeats.
	shown = 80
	// hinted is for how many different unknown texts of a column hints are
	// looked for: a column that is all wrong needs no list for each row.
	hinted = 200
)

// personal is what a national number looks like, in a column where none should
// be: a row whose cells slipped aside must not carry one into a reject.
const personal = "[0-9]{2}[. /-]?[0-9]{2}[. /-]?[0-9]{2}[. /-]?[0-9]{3}[. /-]?[0-9]{2,}"

// clean gives the SQL of a cell as a reject may show it when its column is not
// masked.
func (f *field) clean() string {
	return fmt.Sprintf("regexp_replace(left(b.r%d, %d), '%s', '%s', 'g')", f.n, held, personal, protect.Mask)
}

// Rejects gives the SELECT of every broken rule of every row that Good leaves
// out: _line BIGINT, column_name, rule, reason and seen VARCHAR, in the order of
// the file. seen is the cell's text, masked where it must not leave the file.
func (p *Plan) Rejects(from string) string {
	sql := p.with(from)
	hash, first := "", ""
	join, or := "", ""
	if len(p.key()) > 0 {
		// Rows that are wrong in themselves are no duplicates.
		hash = ", case when j.ok then f.first_line end as first_line, hash(" + strings.Join(p.values("j."), ", ") + ") = f.first_hash as is_same"
		first = " left join firsts as f on " + p.sameKey()
		or = " or f.first_line < j._line"
	}
	sql += ",\nbad as materialized (select j.*" + hash + " from judged as j" + first + " where not j.ok" + or + ")"
	var told reasons
	for _, f := range p.fields {
		if f.hinted() {
			sql += f.hints()
			join += fmt.Sprintf(" left join hint%d as h%d on h%d.text = b.x%d", f.n, f.n, f.n, f.n)
		}
		for i, r := range f.rules {
			told.add(fmt.Sprintf("b.%s = %d", f.e(), i+1), f.spec.Name, duck.Quote(r.name), f.reason(r), f.seen())
		}
	}
	for i, r := range p.entity.Rules {
		p.tellRow(&told, fmt.Sprintf("b.w%d", i+1), r)
	}
	if len(p.key()) > 0 {
		p.tellKey(&told)
	}
	if len(told) == 0 {
		told.add("false", "", "''", "''", "''")
	}
	return sql + ",\ntold as (select b._line, unnest([\n  " + strings.Join(told, ",\n  ") + "\n]) as r from bad as b" + join + ")\n" +
		"select _line, r.column_name, r.rule, r.reason, r.seen from told where r is not null order by _line, r.place"
}

// reasons are the rules that a row may break: each the SQL of a struct, or of
// null when it is not broken.
type reasons []string

// add takes SQL, but for column, which is a name.
func (t *reasons) add(when, column, rule, reason, seen string) {
	*t = append(*t, fmt.Sprintf("case when %s then {'place': %d, 'column_name': %s, 'rule': %s, 'reason': %s, 'seen': %s} end",
		when, len(*t), duck.Quote(column), rule, reason, seen))
}

// hinted tells whether reasons name what is known of a text: not of one that is
// masked, since that would give it away.
func (f *field) hinted() bool {
	return slices.ContainsFunc(f.rules, func(r rule) bool { return r.hint }) && !protect.Masked(f.spec)
}

// seen gives the SQL of the cell as a reject may show it.
func (f *field) seen() string {
	if protect.Masked(f.spec) {
		return fmt.Sprintf("case when b.r%d is not null then %s end", f.n, duck.Quote(protect.Mask))
	}
	return f.clean()
}

// quoted gives the SQL of the cell inside a sentence.
func (f *field) quoted() string {
	if protect.Masked(f.spec) {
		return fmt.Sprintf("case when coalesce(b.r%d, '') = '' then 'empty' else %s end", f.n, duck.Quote(protect.Mask))
	}
	return fmt.Sprintf(`case when coalesce(b.r%d, '') = '' then 'empty' else '"' || left(%s, %d) || case when length(b.r%d) > %d then '…' else '' end || '"' end`,
		f.n, f.clean(), shown, f.n, shown)
}

func (f *field) reason(r rule) string {
	text := fmt.Sprintf("%s || ' is ' || %s || %s", duck.Quote(f.header), f.quoted(), duck.Quote(", want "+r.want))
	if r.hint && f.hinted() {
		text += fmt.Sprintf(" || coalesce(h%d.hint, '')", f.n)
	}
	return text
}

// tellRow tells which two columns contradict each other. The row names one
// column, the first of the rule, since that is the one that came later.
func (p *Plan) tellRow(told *reasons, when string, r models.RowRule) {
	name, want, pair := "not_before", "not before", r.NotBefore
	if len(r.AtMost) == 2 {
		name, want, pair = "at_most", "at most", r.AtMost
	}
	a, b := p.byName[pair[0]], p.byName[pair[1]]
	fix := ""
	if r.Fix != "" {
		fix = "; " + r.Fix
	}
	reason := fmt.Sprintf("%s || ' is ' || %s || %s || %s || %s", duck.Quote(a.header), a.quoted(),
		duck.Quote(", want "+want+" "+b.header+", which is "), b.quoted(), duck.Quote(fix))
	told.add(when, a.spec.Name, duck.Quote(name), reason, a.seen())
}

// tellKey tells that a row has the key of an earlier one.
func (p *Plan) tellKey(told *reasons) {
	var names, seen, parts []string
	for _, f := range p.key() {
		names = append(names, f.spec.Name)
		seen = append(seen, "coalesce("+f.seen()+", '')")
		parts = append(parts, fmt.Sprintf("%s || %s", duck.Quote(f.header+" "), f.quoted()))
	}
	same := "' stands in line ' || cast(b.first_line as varchar) || ' already'"
	told.add("b.first_line < b._line", strings.Join(names, ", "),
		"case when b.is_same then 'duplicate_row' else 'unique' end",
		fmt.Sprintf("%s || case when b.is_same then %s || ', with the same values' else %s || ', with other values; want one row for each' end",
			strings.Join(parts, " || ', ' || "), same, same),
		strings.Join(seen, " || ', ' || "))
}
