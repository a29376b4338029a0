/* metric
name: prospection_feasible_share
title_nl: "Aandeel bezochte locaties dat haalbaar is"
title_en: "Share feasible of the locations visited"
about_nl: "Locaties die in de periode bezocht werden en haalbaar bevonden zijn, als aandeel van alle locaties die in de periode bezocht werden."
about_en: "Locations visited in the period that were found feasible, as a share of all locations visited in the period."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: visited_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 2
interval: wilson
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  owner: owner_code
  bottleneck: bottleneck_code
sources: [prospection/locations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where feasible_date is not null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where feasible_date is not null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
