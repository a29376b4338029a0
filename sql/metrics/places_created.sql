/* metric
name: places_created
title_nl: Nieuwe opvangplaatsen
title_en: New places
about_nl: "Capaciteit in personen die in de periode aan de huisvestingstool werd toegevoegd: nieuwe, opnieuw opgenomen, heropende en uitgebreide plaatsen. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity in persons that was added to the housing tool in the period: new, relisted, reopened and expanded places. For the threshold each host family or private place counts as one."
unit: places
decimals: 0
kind: flow
bunched: true
better: up
range: [0]
protects: host
relation: fct_place_event
time: event_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
where: "change_count > 0"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  place_event: event_code
counts: {metric: places_net_change, where: {place_event: [created, relisted, expanded, reopened]}}
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(change_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
