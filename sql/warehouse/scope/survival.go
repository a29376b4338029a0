package scope

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
)

// kaplanMeier writes the relation models.KaplanMeierRelation and the steps before it, over
// the relation scope: the first day on which no more than half of the waits go on, by the
// estimate of Kaplan and Meier (1958). Waits that were cut off on a day waited until then.
//
// The product of the shares that wait on is taken as a sum of logarithms in decimals, which
// add up to the same in every order; -1000 stands for nobody left. The bound is 5.6e-10 above
// the logarithm of one half, so that a survival of exactly one half is on the right side of
// rounding, which is at most 5e-13 on each day: for a thousand days on which waits end.
func kaplanMeier(column, ended string) string {
	return fmt.Sprintf(`_waits as (
    select
        dim_1,
        dim_2,
        dim_3,
        %[1]s as _value,
        count(*) filter (where %[2]s) as _ended_count,
        count(*) as _left_count
    from scope
    where %[1]s is not null
    group by dim_1, dim_2, dim_3, %[1]s
),
_at_risk as (
    select
        *,
        sum(_left_count) over (
            partition by dim_1, dim_2, dim_3 order by _value desc
            rows between unbounded preceding and current row
        ) as _risk_count
    from _waits
),
_survival as (
    select
        *,
        sum(cast(
            case when _ended_count = _risk_count then -1000
                else ln(1 - cast(_ended_count as double) / cast(_risk_count as double)) end
            as decimal(18,12)
        )) over (
            partition by dim_1, dim_2, dim_3 order by _value
            rows between unbounded preceding and current row
        ) as _log_survival
    from _at_risk
),
%[3]s as (
    select
        dim_1,
        dim_2,
        dim_3,
        min(_value) filter (where _log_survival <= -0.693147180) as value,
        cast(sum(_left_count) as bigint) as row_count
    from _survival
    group by dim_1, dim_2, dim_3
)
`, column, ended, models.KaplanMeierRelation)
}
