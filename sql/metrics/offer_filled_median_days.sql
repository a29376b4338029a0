/* metric
name: offer_filled_median_days
title_nl: Mediane tijd van aanbod tot invulling
title_en: Median time from offer to filling
about_nl: "Mediaan in dagen van aanbod aan Fedasil tot invulling, voor aanbiedingen die ingevuld zijn."
about_en: "Median in days from offer to Fedasil to filling, for offers that were filled."
unit: days
decimals: 1
kind: flow
better: down
min_n: 10
protects: host
relation: fct_offer
time: offered_date
over_time: none
over_place: none
over_groups: none
empty: none
values: filled_days
quantile: 0.5
where: filled_days is not null
dimensions:
  province: province_code
  category: category_code
  place_type: place_type_code
sources: [housing_tool/offers, housing_tool/places]
*/
with ranked as (

    select
        dim_1,
        dim_2,
        dim_3,
        place_id as protected_id,
        filled_days as waited_days,
        row_number() over (partition by dim_1, dim_2, dim_3 order by filled_days, offer_id) as rank_number,
        count(*) over (partition by dim_1, dim_2, dim_3) as waited_count
    from scope

),

placed as (

    -- type 7: the value at rank 1 + (n - 1) * 0.5, between its two neighbours
    select
        *,
        cast(floor(cast((waited_count - 1) * 5 as double) / 10) as bigint) + 1 as lower_rank,
        cast(mod((waited_count - 1) * 5, 10) as double) / 10 as upper_weight
    from ranked

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(max(waited_days) filter (where rank_number = lower_rank) as double) * (1 - max(upper_weight))
    + cast(max(waited_days) filter (where rank_number = least(lower_rank + 1, waited_count)) as double)
    * max(upper_weight) as value,
    count(distinct protected_id) as n
from placed
group by dim_1, dim_2, dim_3
