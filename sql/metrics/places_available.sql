/* metric
name: places_available
title_nl: Bruikbare opvangplaatsen
title_en: Usable places
about_nl: "Capaciteit in personen van de gevalideerde en sluitende opvangplaatsen, binnen hun periode van beschikbaarheid, bezet of niet. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity in persons of validated and closing places within their period of availability, occupied or not. For the threshold each host family or private place counts as one."
unit: places
decimals: 0
kind: stock
bunched: true
better: up
range: [0]
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [available_count, protected_count]
over_time: last
over_place: sum
over_groups: sum
empty: zero
where: row_code = 'available'
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
parts: [places_occupied, places_free]
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(available_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
