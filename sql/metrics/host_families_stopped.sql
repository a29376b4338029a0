/* metric
name: host_families_stopped
title_nl: "Gastgezinnen die stoppen"
title_en: "Host families that stop"
about_nl: "Plaatsen bij gastgezinnen die in de periode gesloten werden of uit de lijst verdwenen."
about_en: "Places with host families that were closed or left the list in the period."
unit: households
unit_nl: "gastgezinnen"
unit_en: "host families"
decimals: 0
kind: flow
better: down
range: [0]
protects: host
relation: fct_place_event
time: event_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
where: "event_code in ('closed', 'vanished') and place_type_code = 'host_family'"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(distinct place_id) as n
from scope
group by dim_1, dim_2, dim_3
