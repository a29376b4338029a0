/* metric
name: prospection_stage_median_days
title_nl: "Mediane tijd in een fase van prospectie"
title_en: "Median time in a stage of prospection"
about_nl: "Mediaan van de kalenderdagen die een locatie in een fase bleef, over de fasen die in de periode verlaten werden voor de volgende fase of omdat de locatie afviel. Wat nog loopt, telt niet mee. Vraag dit per fase."
about_en: "Median of the calendar days that a location stayed in a stage, over the stages left in the period for the next one or because the location was dropped. What still goes on is not counted. Ask it by stage."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
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
with sizes as (

    select dim_1, dim_2, dim_3, count(distinct location_id) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    quantiles.dim_1,
    quantiles.dim_2,
    quantiles.dim_3,
    quantiles.value,
    sizes.n
from quantiles
join sizes
    on quantiles.dim_1 is not distinct from sizes.dim_1
    and quantiles.dim_2 is not distinct from sizes.dim_2
    and quantiles.dim_3 is not distinct from sizes.dim_3
