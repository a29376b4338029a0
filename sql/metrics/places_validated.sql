/* metric
name: places_validated
title_nl: Gevalideerde opvangplaatsen
title_en: Validated places
about_nl: Capaciteit in personen van de opvangplaatsen met de status gevalideerd. Voor de drempel telt elk gastgezin of elke private plaats als één.
about_en: Capacity in persons of the places with status validated. For the threshold each host family or private place counts as one.
unit: places
decimals: 0
kind: stock
bunched: true
better: up
range: [0]
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count, protected_count]
over_time: last
over_place: sum
over_groups: sum
empty: zero
where: row_code = 'place' and status_code = 'validated'
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
counts: {metric: places_registered, where: {place_status: [validated]}}
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(registered_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
