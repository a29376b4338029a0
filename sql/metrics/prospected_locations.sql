/* metric
name: prospected_locations
title_nl: Geprospecteerde locaties
title_en: Prospected locations
about_nl: "Verschillende locaties die een prospectie ondergingen: ze werden bezocht. Geteld op de dag van het bezoek; een tweede bezoek telt niet."
about_en: "Distinct locations that were prospected: they were visited. Counted on the day of the visit; a second visit does not count."
unit: locations
decimals: 0
kind: flow
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
where: stage_code = 'visited'
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
