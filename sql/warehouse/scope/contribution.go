package scope

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
)

// contributions writes the relation models.ContributionsRelation and the step before it,
// over the relation scope. Who is behind an amount of one month may be behind that of the
// next, so months, or what else Per has, are counted first, and of each contributor the
// fullest one stays.
func contributions(c models.Contributions) string {
	return fmt.Sprintf(`_periods as (
    select dim_1, dim_2, dim_3, %[1]s as contributor, sum(%[2]s) as _value, sum(%[3]s) as _behind
    from scope
    group by dim_1, dim_2, dim_3, %[1]s, %[4]s
),
%[5]s as (
    select
        *,
        row_number() over (partition by dim_1, dim_2, dim_3 order by value desc nulls last, contributor) as size_rank
    from (
        select dim_1, dim_2, dim_3, contributor, sum(_value) as value, max(_behind) as behind_count
        from _periods
        group by dim_1, dim_2, dim_3, contributor
    ) as summed
)
`, name(c.Of), c.Sum, name(c.Behind), name(c.Per), models.ContributionsRelation)
}
