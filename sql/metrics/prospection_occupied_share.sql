/* metric
name: prospection_occupied_share
title_nl: "Aandeel locaties in de huisvestingstool dat bezet is"
title_en: "Share occupied of the locations in the housing tool"
about_nl: "Locaties die in de periode in de huisvestingstool kwamen en bezet zijn, als aandeel van alle locaties die in de periode in de huisvestingstool kwamen."
about_en: "Locations that entered the housing tool in the period and were occupied, as a share of all locations that entered it in the period."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: in_tool_date
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
    cast(count(*) filter (where occupied_date is not null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where occupied_date is not null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
