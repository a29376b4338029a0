/* metric
name: municipalities_with_places_share
title_nl: Aandeel gemeenten met opvangplaatsen
title_en: Share of municipalities with places
about_nl: "Gemeenten met minstens één geregistreerde opvangplaats, als aandeel van de gemeenten die op de datum bestaan."
about_en: "Municipalities with at least one registered place, as a share of the municipalities that exist on the date."
unit: share
decimals: 1
kind: stock
better: up
range: [0, 1]
protects: none
protects_reason: het aantal gemeenten zegt niets over een persoon of gastgezin
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [_rows]
over_time: last
over_place: none
over_groups: none
empty: none
where: "(row_code = 'population' or row_code = 'place' and registered_count > 0) and is_centre_city is not null"
dimensions:
  province: province_code
  centre_city: is_centre_city
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(distinct nis_code) filter (where row_code = 'place') as double) / nullif(cast(count(distinct nis_code) filter (where row_code = 'population') as double), 0) as value,
    count(distinct nis_code) filter (where row_code = 'population') as n
from scope
group by dim_1, dim_2, dim_3
