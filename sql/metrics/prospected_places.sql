/* metric
name: prospected_places
title_nl: Opvangplaatsen uit prospectie
title_en: Places from prospection
about_nl: "Opvangplaatsen op geprospecteerde locaties die in de huisvestingstool zijn opgenomen, naar de dag van opname."
about_en: "Places on prospected locations that entered the housing tool, by the day they entered."
unit: places
decimals: 0
kind: flow
bunched: true
better: up
range: [0]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection_stage
time: reached_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
where: stage_code = 'in_tool'
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
    sum(place_count) as value,
    sum(place_count) as n
from scope
group by dim_1, dim_2, dim_3
