/* metric
name: municipalities_with_places
title_nl: Gemeenten met opvangplaatsen
title_en: Municipalities with places
about_nl: Gemeenten met minstens één geregistreerde opvangplaats die op de datum niet gesloten is.
about_en: Municipalities with at least one registered place that is not closed on the date.
unit: municipalities
decimals: 0
kind: stock
better: up
range: [0]
protects: none
protects_reason: het aantal gemeenten zegt niets over een persoon of gastgezin
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [_rows]
over_time: last
over_place: sum
over_groups: none
empty: zero
where: "row_code = 'place' and registered_count > 0 and is_centre_city is not null"
dimensions:
  province: province_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct nis_code) as value,
    count(distinct nis_code) as n
from scope
group by dim_1, dim_2, dim_3
