/* metric
name: prospection_visited_share
title_nl: "Aandeel aangemelde locaties dat bezocht is"
title_en: "Share visited of the locations announced"
about_nl: "Locaties die in de periode aangemeld werden en bezocht zijn of worden, als aandeel van alle locaties die in de periode aangemeld werden."
about_en: "Locations announced in the period that were visited, as a share of all locations announced in the period."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: announced_date
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
    cast(count(*) filter (where visited_date is not null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where visited_date is not null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
