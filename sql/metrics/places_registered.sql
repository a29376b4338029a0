/* metric
name: places_registered
title_nl: Geregistreerde opvangplaatsen
title_en: Registered places
about_nl: "Capaciteit in personen van alle opvangplaatsen die op de datum in de huisvestingstool staan en niet gesloten zijn, ook wanneer ze nog niet gevalideerd zijn. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity in persons of all places that stand in the housing tool on the date and are not closed, also when not validated yet. For the threshold each host family or private place counts as one."
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
where: "row_code = 'place' and status_code <> 'closed'"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  place_status: status_code
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
