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

// Rejects gives the SELECT of every broken rule of every row that Good leaves
// out: _line BIGINT, column_name, rule, reason and seen VARCHAR, and of a list
// row_key VARCHAR[], in the order of the file. seen is the cell's text, masked where
// it must not leave the file; row_key is what rowKey says.
// Where Good gave as many rows as there are, it gives none and need not run.
func (p *Plan) Rejects(from string) string { return p.rejects(from, "_line", "", false) }

// RejectsWith gives Rejects with one column of the contract in front, by its
// name in the lake: where from holds several files and that column tells which.
// As part of a key the column is not named: what is said of a row is what its
// file alone would be told. tidy is that of Good.
func (p *Plan) RejectsWith(from, column string, tidy bool) string {
	return p.rejects(from, p.byName[column].v()+" as "+duck.Ident(column)+", _line", column, tidy)
}

// rejects selects front before what is said; it is SQL over the judged steps.
// Of the column apart nothing is said.
func (p *Plan) rejects(from, front, apart string, tidy bool) string {
	sql := p.with(from, tidy)
	dup, first, or := "", "", ""
	if len(p.key()) > 0 {
		// Rows that are wrong in themselves are no duplicates.
		dup = ", j.ok and coalesce(" + p.outOfPlace() + ", false) as out_of_place, f.first_line as first_line, " + p.isSame() + " as is_same"
		first = " left join firsts as f on " + p.sameKey()
		or = " or " + p.outOfPlace()
	}
	sql += ",\nbad as materialized (select j.*" + dup + " from judged as j" + first + " where not j.ok" + or + ")"
	join := ""
	t := telling{ids: protect.Ids(p.entity)}
	for _, f := range p.fields {
		if len(f.rules) == 0 {
			continue
		}
		hint := f.cause()
		if f.hinted() {
			sql += f.hints()
			join += fmt.Sprintf(" left join hint%d as h%d on h%d.text = b.x%d", f.n, f.n, f.n, f.n)
			if hint = fmt.Sprintf("h%d.hint", f.n); f.spec.Type == "nis_code" {
				hint = fmt.Sprintf("coalesce(%s, %s)", f.cause(), hint)
			}
		}
		t.broken(fmt.Sprintf("b.%s > 0", f.e()), "b."+f.e(), fmt.Sprintf("b.r%d", f.n), "cast(null as varchar)", hint)
		for _, r := range f.rules {
			t.add(sentence{column: f.spec.Name, rule: r.name, head: f.header + " is ", masked: protect.Masked(f.spec), want: ", want " + r.want})
		}
	}
	for i, r := range p.entity.Rules {
		if !r.Warns() {
			p.tellRow(&t, fmt.Sprintf("b.w%d", i+1), i, r)
		}
	}
	if len(p.key()) > 0 && p.repeated() != models.RepeatedKeep {
		p.tellKey(&t, "b.out_of_place", apart, false)
	}
	return sql + t.sentences(join, front, p.rowKey(apart))
}

// rowKey adds the key of a row of a list, as texts in the order of the contract, to what
// is selected: null when a part of it could not be read, or looks like what must not leave
// the file. By it is known which row it was that could not be read. It adds nothing where
// deliveries are no lists.
func (p *Plan) rowKey(apart string) string {
	var parts, fit []string
	for _, name := range p.entity.UnreadKey() {
		if name == apart {
			continue
		}
		f := p.byName[name]
		text := "cast(" + f.v() + " as varchar)"
		parts = append(parts, text)
		fit = append(fit, f.e()+" = 0 and "+clean(text, protect.Ids(p.entity))+" = "+text)
	}
	if parts == nil {
		return ""
	}
	return ", case when " + strings.Join(fit, " and ") + " then [" + strings.Join(parts, ", ") + "] end as row_key"
}

// telling collects the rules that a row may break. What is said of each is kept
// in lists of constants that its place in them picks from, and the sentence is
// put together once for all: a statement with an expression for each rule takes
// longer to plan than a small file takes to check.
type telling struct {
	cases []string // SQL of a struct, or of null when nothing is broken
	said  []sentence
	ids   string // what identifiers look like: see clean
}

// sentence is what is said of one rule: head, the cell, want, and for a rule
// over two columns the other cell and tail.
type sentence struct {
	column, rule, head, want, tail string
	masked, masked2                bool
	two                            bool // the sentence names a second cell
}

// broken adds SQL: when a rule is broken, the number of which of the sentences
// that follow from 1, the cell, the other cell, and what else is known.
func (t *telling) broken(when, which, cell, other, hint string) {
	t.cases = append(t.cases, fmt.Sprintf("case when %s then {'place': %d + %s, 'cell': %s, 'other': %s, 'hint': %s} end",
		when, len(t.said), which, cell, other, hint))
}

func (t *telling) add(s sentence) { t.said = append(t.said, s) }

// sentences gives the end of the statement: what is told of the rows of the step
// bad, which is called b and joined with hints. behind is selected after what is said.
func (t *telling) sentences(hints, front, behind string) string {
	if len(t.cases) == 0 {
		t.broken("false", "1", "''", "''", "''")
		t.add(sentence{})
	}
	pick := func(of func(sentence) string) string {
		out := make([]string, len(t.said))
		for i, s := range t.said {
			out[i] = of(s)
		}
		return "([" + strings.Join(out, ", ") + "])[r.place]"
	}
	text := func(of func(sentence) string) string {
		return pick(func(s sentence) string { return duck.Quote(of(s)) })
	}
	return ",\ntold as (select b.*, unnest([\n  " + strings.Join(t.cases, ",\n  ") + "\n]) as r from bad as b" + hints + ")" +
		"\nselect " + front + ", column_name, rule, head || " + quoted("cell", "masked", t.ids) + " || want || case when other_known then " + quoted("other", "masked2", t.ids) +
		" else '' end || tail || " + signs("cell", "odd") + " || " + serial("cell", "masked", "is_day") + " || coalesce(hint, '') as reason, " + seen("cell", "masked", t.ids) + " as seen" + behind + "\nfrom (select told.*, r.place as place, r.cell as cell, r.other as other, r.hint as hint, " +
		text(func(s sentence) string { return s.column }) + " as column_name, " +
		text(func(s sentence) string { return s.rule }) + " as rule, " +
		text(func(s sentence) string { return s.head }) + " as head, " +
		text(func(s sentence) string { return s.want }) + " as want, " +
		text(func(s sentence) string { return s.tail }) + " as tail, " +
		pick(func(s sentence) string { return fmt.Sprint(s.masked) }) + " as masked, " +
		pick(func(s sentence) string { return fmt.Sprint(s.masked2) }) + " as masked2, " +
		pick(func(s sentence) string { return fmt.Sprint(odd(s.rule)) }) + " as odd, " +
		pick(func(s sentence) string { return fmt.Sprint(slices.Contains(days, s.rule)) }) + " as is_day, " +
		pick(func(s sentence) string { return fmt.Sprint(s.two) }) + " as other_known from told where r is not null)\norder by _line, place"
}

// clean gives the SQL of a cell as a reject may show it when it is not masked. ids is what
// identifiers look like, "" where that is not known.
func clean(cell, ids string) string {
	text := fmt.Sprintf("regexp_replace(left(%s, %d), %s, '%s', 'g')", cell, held, duck.Quote(protect.Personal), protect.Mask)
	if ids == "" {
		return text
	}
	return fmt.Sprintf("case when regexp_full_match(trim(%s), %s) then '%s' else %s end", cell, duck.Quote(ids), protect.Mask, text)
}

// seen gives the SQL of a cell as a reject shows it.
func seen(cell, masked, ids string) string {
	return fmt.Sprintf("case when not %s then %s when %s is not null then '%s' end", masked, clean(cell, ids), cell, protect.Mask)
}

// quoted gives the SQL of a cell inside a sentence.
func quoted(cell, masked, ids string) string {
	return fmt.Sprintf(`case when coalesce(%s, '') = '' then 'empty' when %s then '%s' else '"' || left(%s, %d) || case when length(%s) > %d then '…' else '' end || '"' end`,
		cell, masked, protect.Mask, clean(cell, ids), shown, cell, shown)
}

// hinted tells whether reasons name what is known of a text: not of one that is
// masked, since that would give it away.
func (f *field) hinted() bool {
	return slices.ContainsFunc(f.rules, func(r rule) bool { return r.hint }) && !protect.Masked(f.spec)
}
