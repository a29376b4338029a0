/* metric
name: prospection_locations
title_nl: Locaties per fase van prospectie
title_en: Locations by stage of prospection
about_nl: "Locaties die een fase bereikten, geteld op de dag waarop ze die bereikten. Een locatie telt mee in elke fase die ze bereikte; zonder indeling naar fase telt ze één keer. Afgevallen is geen fase."
about_en: "Locations that reached a stage, counted on the day they reached it. A location counts in each stage it reached; without a cut by stage it counts once. Dropped is no stage."
unit: locations
decimals: 0
kind: flow
better: up
range: [0]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection_stage
time: reached_date
over_time: none
over_place: sum
over_groups: none
empty: zero
where: "stage_code <> 'dropped'"
dimensions:
  stage: stage_code
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
