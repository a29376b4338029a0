/* metric
name: placements_delay_median_days
title_nl: "Mediane vertraging van plaatsingen"
title_en: "Median delay of stays"
about_nl: "Mediaan van de kalenderdagen van de eerste nacht tot de eerste levering die de plaatsing bevat, voor plaatsingen die in de periode voor het eerst geleverd werden."
about_en: "Median of calendar days from the first night to the first delivery that has the stay, for stays first delivered in the period."
unit: days
decimals: 1
kind: flow
better: down
min_n: 10
protects: household
relation: fct_placement_delay
time: told_date
over_time: none
over_place: none
over_groups: none
empty: none
values: delay_days
quantile: 0.5
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/placements, housing_tool/places]
*/
with ranked as (

    select
        dim_1,
        dim_2,
        dim_3,
        household_id as protected_id,
        delay_days as waited_days,
        row_number() over (partition by dim_1, dim_2, dim_3 order by delay_days, placement_id) as rank_number,
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
