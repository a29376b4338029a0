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
with counted as (

    select
        dim_1,
        dim_2,
        dim_3,
        delay_days as waited_days,
        count(*) as same_count
    from scope
    group by dim_1, dim_2, dim_3, delay_days

),

ranked as (

    -- rows that waited as long stand next to each other: the rank of the last one tells where
    select
        *,
        cast(sum(same_count) over (partition by dim_1, dim_2, dim_3 order by waited_days) as bigint) as last_rank,
        cast(sum(same_count) over (partition by dim_1, dim_2, dim_3) as bigint) as waited_count
    from counted

),

placed as (

    -- type 7: the value at rank 1 + (n - 1) * 0.5, between its two neighbours
    select
        *,
        cast(floor(cast((waited_count - 1) * 5 as double) / 10) as bigint) + 1 as lower_rank,
        cast(mod((waited_count - 1) * 5, 10) as double) / 10 as upper_weight
    from ranked

),

quantiles as (

    select
        dim_1,
        dim_2,
        dim_3,
        cast(min(waited_days) filter (where last_rank >= lower_rank) as double) * (1 - max(upper_weight))
        + cast(min(waited_days) filter (where last_rank >= least(lower_rank + 1, waited_count)) as double)
        * max(upper_weight) as value
    from placed
    group by dim_1, dim_2, dim_3

),

sizes as (

    select dim_1, dim_2, dim_3, count(distinct household_id) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    sizes.dim_1,
    sizes.dim_2,
    sizes.dim_3,
    quantiles.value,
    sizes.n
from sizes
join quantiles
    on sizes.dim_1 is not distinct from quantiles.dim_1
    and sizes.dim_2 is not distinct from quantiles.dim_2
    and sizes.dim_3 is not distinct from quantiles.dim_3
