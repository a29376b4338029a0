package scope

import "github.com/vlot-evaluatie/peil/models"

// shares writes the relation models.SharesRelation and the step before it, over the relation
// scope: the dimension that a share is of is left out of what it is taken of.
func shares() string {
	return `_members as (
    select dim_1, dim_2, dim_3, base_1, base_2, base_3, count(*) as part
    from scope
    group by dim_1, dim_2, dim_3, base_1, base_2, base_3
),
` + models.SharesRelation + ` as (
    select
        dim_1,
        dim_2,
        dim_3,
        part,
        cast(sum(part) over (partition by base_1, base_2, base_3) as bigint) as whole
    from _members
)
`
}
