/* metric
name: places_withdrawn
title_nl: Weggevallen opvangplaatsen
title_en: Withdrawn places
about_nl: "Capaciteit in personen die in de periode wegviel: gesloten, verkleinde en uit de lijst verdwenen plaatsen. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity in persons that was lost in the period: places closed, reduced or gone from the list. For the threshold each host family or private place counts as one."
unit: places
decimals: 0
kind: flow
bunched: true
better: down
range: [0]
protects: host
relation: fct_place_event
time: event_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
where: change_count < 0
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  place_event: event_code
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    -sum(change_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
