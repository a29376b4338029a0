package check

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// Totals gives the SELECT that holds the totals rows of a file, in the relation
// totals, against the rows in the relation from; both have the columns _line, c1
// to cN. One row for each total that is written: _line; column_name, header and
// seen as VARCHAR; agrees, which is null for a text that is no number; come_to and
// kept as VARCHAR, what all rows and those of the lake come to. "" when the contract
// holds no total against anything.
//
// A total may stand for all rows, for those above it, for those since the totals row
// before it, or for those until the next one; and the supplier may have counted the
// rows that are rejected here, or left them out as well.
func (p *Plan) Totals(from, totals string) string {
	var controlled []*field
	for _, name := range p.entity.Controlled() {
		if f := p.byName[name]; f != nil && f.cell != "" {
			controlled = append(controlled, f)
		}
	}
	if len(controlled) == 0 {
		return ""
	}
	texts, values, sums := "", "", ""
	var told []string
	for _, f := range controlled {
		texts += fmt.Sprintf(", x%d, v%d", f.n, f.n)
		values += fmt.Sprintf(", j.v%d", f.n)
		sums += fmt.Sprintf(", sum(d.v%d) as s%d, sum(d.v%d) filter (where d.stays) as k%d", f.n, f.n, f.n, f.n)
		told = append(told, p.tellTotal(f))
	}
	stays, join := "j.ok", ""
	if len(p.key()) > 0 {
		stays, join = "j.ok and "+p.stays(), " left join firsts as f on "+p.sameKey()
	}
	// Each row lies behind a number of totals rows: its place. So the rows are read
	// once, however many totals there are.
	return "with numbered as (select *, row_number() over (order by _line) as place from (\n" + p.with(totals, false) + "\nselect _line" + texts + " from typed) as written),\n" +
		"rows_read as (\n" + p.with(from, false) + "\nselect j._line" + values + ", " + stays + " as stays from judged as j" + join + "),\n" +
		"parts as (select coalesce(t.place, 0) as place" + sums + " from rows_read as d asof left join numbered as t on d._line >= t._line group by 1)\n" +
		strings.Join(told, "\nunion all ") + "\norder by _line, column_name"
}

// tellTotal compares the totals of one column.
func (p *Plan) tellTotal(f *field) string {
	of := func(letter, where string) string {
		return fmt.Sprintf("coalesce((select sum(%s%d) from parts%s), 0)", letter, f.n, where)
	}
	const since = " where place = t.place - 1"
	var off []string
	for _, letter := range []string{"s", "k"} {
		for _, where := range []string{"", " where place < t.place", since, " where place = t.place"} {
			off = append(off, fmt.Sprintf("abs(v%d - %s)", f.n, of(letter, where)))
		}
	}
	// What differs is told of the rows that it most likely is about.
	nearest := func(letter string) string {
		return fmt.Sprintf("cast(case when abs(v%d - %s) < abs(v%d - %s) then %s else %s end as varchar)",
			f.n, of("s", since), f.n, of("s", ""), of(letter, since), of(letter, ""))
	}
	return fmt.Sprintf("select _line, %s as column_name, %s as header, x%d as seen, least(%s) <= %s as agrees, %s as come_to, %s as kept from numbered as t where x%d is not null",
		duck.Quote(f.spec.Name), duck.Quote(f.header), f.n, strings.Join(off, ", "), number(p.entity.ControlTotals.Tolerance), nearest("s"), nearest("k"), f.n)
}
