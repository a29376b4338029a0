/* metric
name: prospection_authority_consulted_share
title_nl: "Aandeel locaties waar het lokaal bestuur geraadpleegd is"
title_en: "Share of locations where the local authority was consulted"
about_nl: "Locaties waar het lokaal bestuur volgens de lijst geraadpleegd is, als aandeel van de locaties die in de periode bezocht werden. Een locatie waar niets ingevuld is, telt als niet geraadpleegd."
about_en: "Locations where the local authority was consulted according to the list, as a share of the locations visited in the period. Where nothing is filled in, it counts as not consulted."
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
    cast(count(*) filter (where is_authority_consulted) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where is_authority_consulted) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
