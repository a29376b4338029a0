/* metric
name: places_offered_fedasil
title_nl: Aan Fedasil aangeboden plaatsen
title_en: Places offered to Fedasil
about_nl: Plaatsen die in de periode aan Fedasil werden aangeboden. Voor de drempel telt elk gastgezin of elke private plaats als één.
about_en: Places offered to Fedasil in the period. For the threshold each host family or private place counts as one.
unit: places
decimals: 0
kind: flow
bunched: true
better: up
range: [0]
protects: host
relation: fct_offer
time: offered_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/offers, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(offered_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
