/* metric
name: prospection_places_per_location
title_nl: Opvangplaatsen per geprospecteerde locatie
title_en: Places per prospected location
about_nl: "Opvangplaatsen uit prospectie in de huisvestingstool, gedeeld door de bezochte locaties, elk geteld tot de datum."
about_en: "Places from prospection in the housing tool, divided by the locations visited, each counted up to the date."
unit: ratio
unit_nl: "plaatsen per locatie"
unit_en: "places per location"
decimals: 2
kind: flow
better: up
range: [0]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection_stage
time: reached_date
over_time: none
over_place: none
over_groups: none
empty: none
where: "stage_code in ('visited', 'in_tool')"
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
    cast(coalesce(sum(place_count) filter (where stage_code = 'in_tool'), 0) as double)
    / nullif(cast(count(distinct location_id) filter (where stage_code = 'visited') as double), 0) as value,
    count(distinct location_id) as n
from scope
group by dim_1, dim_2, dim_3
