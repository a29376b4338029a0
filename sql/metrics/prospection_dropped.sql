/* metric
name: prospection_dropped
title_nl: Afgevallen locaties
title_en: Dropped locations
about_nl: "Locaties die in de periode afvielen, met het knelpunt dat de lijst noemt."
about_en: "Locations that were dropped in the period, with the bottleneck that the list gives."
unit: locations
decimals: 0
kind: flow
better: down
range: [0]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection_stage
time: reached_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
where: stage_code = 'dropped'
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
    count(distinct location_id) as value,
    count(distinct location_id) as n
from scope
group by dim_1, dim_2, dim_3
