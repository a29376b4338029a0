/* metric
name: prospection_in_tool_share
title_nl: "Aandeel locaties met een akkoord dat in de huisvestingstool staat"
title_en: "Share in the housing tool of the locations agreed"
about_nl: "Locaties met een akkoord in de periode die in de huisvestingstool staan, als aandeel van alle locaties met een akkoord in de periode."
about_en: "Locations agreed in the period that entered the housing tool, as a share of all locations agreed in the period."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: agreed_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 1
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
    cast(count(*) filter (where in_tool_date is not null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where in_tool_date is not null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
