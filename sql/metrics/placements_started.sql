/* metric
name: placements_started
title_nl: Begonnen plaatsingen
title_en: Stays that began
about_nl: "Plaatsingen van huishoudens die in de periode begonnen, eerste plaatsingen en verhuizingen samen."
about_en: "Stays of households that began in the period, first stays and moves together."
unit: placements
decimals: 0
kind: flow
better: neutral
range: [0]
protects: household
relation: fct_placement
time: start_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
settles: 3
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(distinct household_id) as n
from scope
group by dim_1, dim_2, dim_3
