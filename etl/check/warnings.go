package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// Merging lists the rules of Warnings under which a row is not a row of the lake
// but is counted in an earlier one.
func (p *Plan) Merging() []string {
	switch p.repeated() {
	case models.RepeatedOnce:
		return []string{duplicateRow}
	case models.RepeatedAdd:
		return []string{added}
	}
	return nil
}

// Warns tells whether the contract has anything to warn of; Warnings need not
// run where it has not.
func (p *Plan) Warns() bool {
	return p.repeated() != models.RepeatedReject || slices.ContainsFunc(p.entity.Rules, func(r models.RowRule) bool { return r.Warns() })
}

// Warnings gives the SELECT of what is odd about rows that Good keeps, and of the
// rows that are counted in another one: _line, column_name, rule, reason and seen
// as Rejects gives them.
func (p *Plan) Warnings(from string) string {
	sql := p.with(from, false)
	dup, first, stays := "", "", "true"
	if len(p.key()) > 0 {
		dup = ", f.first_line as first_line, " + p.isSame() + " as is_same, coalesce(" + p.outOfPlace() + ", false) as out_of_place"
		first, stays = " left join firsts as f on "+p.sameKey(), p.stays()
	}
	sql += ",\nright_rows as (select j.*" + dup + ", " + stays + " as stays from judged as j" + first + " where j.ok)"
	t := telling{ids: protect.Ids(p.entity)}
	var middles, far, odd []string
	for i, r := range p.entity.Rules {
		if !r.Warns() {
			continue
		}
		if r.Median != nil {
			middles = append(middles, fmt.Sprintf(", %s as m%d", p.middle(r.Median), i+1))
			far = append(far, fmt.Sprintf(", %s as w%d", p.far(r.Median, fmt.Sprintf("m%d", i+1)), i+1))
		}
		odd = append(odd, fmt.Sprintf("stays and w%d", i+1))
		p.tellRow(&t, fmt.Sprintf("b.stays and b.w%d", i+1), i, r)
	}
	if p.repeated() != models.RepeatedReject {
		const again = "first_line < _line and not out_of_place"
		odd = append(odd, again)
		p.tellKey(&t, "b.first_line < b._line and not b.out_of_place", "", true)
	}
	return sql + ",\nmeasured as (select *" + strings.Join(middles, "") + " from right_rows)" +
		",\nweighed as (select *" + strings.Join(far, "") + " from measured)" +
		",\nbad as materialized (select * from weighed where " + strings.Join(append(odd, "false"), " or ") + ")" +
		t.sentences("", "_line", "")
}
