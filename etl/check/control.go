package check

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// Totals gives the SELECT that holds the totals rows of a file, in the relation
// totals, against the rows in the relation from; both have the columns _line, c1
// to cN. One row for each total that is written: _line, column_name, header and
// seen as VARCHAR, total, which is null for a text that is no number, and the sums
// that it may stand for: of all rows, of those above it, of those since the totals
// row before it, and of those until the next one. "" when the contract holds no
// total against anything.
//
// Rows that are rejected count: they are part of what the supplier added up.
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
		values += fmt.Sprintf(", d.v%d", f.n)
		sums += fmt.Sprintf(", sum(v%d) as s%d", f.n, f.n)
		of := func(where string) string {
			return fmt.Sprintf("coalesce((select sum(s%d) from parts%s), 0)", f.n, where)
		}
		told = append(told, fmt.Sprintf("select _line, %s as column_name, %s as header, x%d as seen, v%d as total, %s as all_rows, %s as above, %s as since, %s as below from numbered as t where x%d is not null",
			duck.Quote(f.spec.Name), duck.Quote(f.header), f.n, f.n, of(""), of(" where place < t.place"), of(" where place = t.place - 1"), of(" where place = t.place"), f.n))
	}
	// Each row lies behind a number of totals rows: its place. So the rows are read
	// once, however many totals there are.
	return "with numbered as (select _line" + texts + ", row_number() over (order by _line) as place from (\n" + p.with(totals) + "\nselect _line" + texts + " from typed) as written),\n" +
		"placed as (select coalesce(t.place, 0) as place" + values + " from (\n" + p.with(from) + "\nselect _line" + texts + " from typed) as d asof left join numbered as t on d._line >= t._line),\n" +
		"parts as (select place" + sums + " from placed group by place)\n" +
		strings.Join(told, "\nunion all ") + "\norder by _line, column_name"
}
