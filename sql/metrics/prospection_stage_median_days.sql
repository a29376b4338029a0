/* metric
name: prospection_stage_median_days
title_nl: "Mediane tijd in een fase van prospectie"
title_en: "Median time in a stage of prospection"
about_nl: "Mediaan van de kalenderdagen die een locatie in een fase bleef, over de fasen die in de periode verlaten werden voor de volgende fase of omdat de locatie afviel. Wat nog loopt, telt niet mee. Vraag dit per fase."
about_en: "Median of the calendar days that a location stayed in a stage, over the stages left in the period for the next one or because the location was dropped. What still goes on is not counted. Ask it by stage."
unit: days
decimals: 1
kind: flow
better: down
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection_stage
time: left_date
over_time: none
over_place: none
over_groups: none
empty: none
values: stage_days
quantile: 0.5
dimensions:
  stage: stage_code
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  owner: owner_code
  bottleneck: bottleneck_code
sources: [prospection/locations]
*/
with ranked as (

    select
        dim_1,
        dim_2,
        dim_3,
        location_id as protected_id,
        stage_days as waited_days,
        row_number() over (partition by dim_1, dim_2, dim_3 order by stage_days, location_id, stage_code) as rank_number,
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
