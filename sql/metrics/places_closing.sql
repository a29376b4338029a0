/* metric
name: places_closing
title_nl: Sluitende opvangplaatsen
title_en: Places that are closing
about_nl: "Capaciteit in personen van de opvangplaatsen met de status sluitend: ze nemen niemand meer op. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity in persons of the places with status closing: they take nobody in any more. For the threshold each host family or private place counts as one."
unit: places
decimals: 0
kind: stock
bunched: true
better: neutral
range: [0]
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count, protected_count]
over_time: last
over_place: sum
over_groups: sum
empty: zero
where: row_code = 'place' and status_code = 'closing'
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
counts: {metric: places_registered, where: {place_status: [closing]}}
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
