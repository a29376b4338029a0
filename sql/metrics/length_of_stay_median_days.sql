/* metric
name: length_of_stay_median_days
title_nl: Mediane verblijfsduur
title_en: Median length of stay
about_nl: "Mediane duur in dagen van de plaatsingen die in de periode eindigden. Plaatsingen die nog lopen, tellen niet mee: de duur van wie nog verblijft, is langer."
about_en: "Median in days of the stays that ended in the period. Stays that still last are not counted: who still stays there, stays longer."
unit: days
decimals: 1
kind: flow
better: neutral
min_n: 10
protects: household
relation: fct_placement
time: end_date
over_time: none
over_place: none
over_groups: none
empty: none
values: stay_days
quantile: 0.5
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  end_reason: end_reason_code
sources: [housing_tool/placements, housing_tool/places]
*/
with ranked as (

    select
        dim_1,
        dim_2,
        dim_3,
        household_id as protected_id,
        stay_days as waited_days,
        row_number() over (partition by dim_1, dim_2, dim_3 order by stay_days, placement_id) as rank_number,
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
