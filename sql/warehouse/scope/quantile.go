package scope

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// quantiles writes the relation models.QuantilesRelation and the steps before it, over
// the relation scope: quantiles of type 7 (Hyndman and Fan, 1996), which is the value at
// rank 1 + (n - 1) * quantile, between its two neighbours where that is no whole number.
//
// Rows with the same value are counted first: days are few and rows many, so there is
// little to sort, and the rank of the last of them tells where a value stands. Ranks are
// whole numbers of a decimal quantile, so that 0.9 of ten gaps is nine and not less.
func quantiles(column string, quantile float64) string {
	digits := strings.TrimPrefix(strconv.FormatFloat(quantile, 'f', -1, 64), "0.")
	above := strings.TrimLeft(digits, "0")
	below := "1" + strings.Repeat("0", len(digits))
	return fmt.Sprintf(`_counted as (
    select dim_1, dim_2, dim_3, %[1]s as _value, count(*) as _count
    from scope
    where %[1]s is not null
    group by dim_1, dim_2, dim_3, %[1]s
),
_ranked as (
    select
        *,
        cast(sum(_count) over (partition by dim_1, dim_2, dim_3 order by _value) as bigint) as _last_rank,
        cast(sum(_count) over (partition by dim_1, dim_2, dim_3) as bigint) as row_count
    from _counted
),
_placed as (
    select
        *,
        cast(floor(cast((row_count - 1) * %[2]s as double) / %[3]s) as bigint) + 1 as _lower_rank,
        cast(mod((row_count - 1) * %[2]s, %[3]s) as double) / %[3]s as _upper_weight
    from _ranked
),
%[4]s as (
    select
        dim_1,
        dim_2,
        dim_3,
        cast(min(_value) filter (where _last_rank >= _lower_rank) as double) * (1 - max(_upper_weight))
        + cast(min(_value) filter (where _last_rank >= least(_lower_rank + 1, row_count)) as double)
        * max(_upper_weight) as value,
        max(row_count) as row_count
    from _placed
    group by dim_1, dim_2, dim_3
)
`, column, above, below, models.QuantilesRelation)
}
