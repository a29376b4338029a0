/* metric
name: municipalities_reporting_share
title_nl: "Aandeel gemeenten met recent bevestigde plaatsen"
title_en: "Share of municipalities with places confirmed recently"
about_nl: "Gemeenten waarvan minstens één opvangplaats in de {place_confirmed_days} dagen tot en met de dag van de lijst bevestigd werd, als aandeel van de gemeenten met een opvangplaats in de lijst."
about_en: "Municipalities of which at least one place was confirmed in the {place_confirmed_days} days up to and including the day of the list, as a share of the municipalities with a place in the list."
unit: share
decimals: 1
kind: stock
better: up
range: [0, 1]
protects: none
protects_reason: "een maat over gemeenten laat geen persoon of gastgezin zien"
relation: fct_place_confirmation
valid: [valid_from_date, valid_until_date]
adds: [_rows]
over_time: last
over_place: none
over_groups: none
empty: none
dimensions:
  province: province_code
  centre_city: is_centre_city
  category: category_code
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(distinct nis_code) filter (where is_confirmed) as double) / nullif(cast(count(distinct nis_code) as double), 0) as value,
    count(distinct nis_code) as n
from scope
group by dim_1, dim_2, dim_3
