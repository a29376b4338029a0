/* metric
name: placements_ended
title_nl: Beëindigde plaatsingen
title_en: Stays that ended
about_nl: "Plaatsingen van huishoudens die in de periode eindigden, naar de dag van vertrek. Gemeente, categorie en type zijn die van de plaats op de eerste nacht."
about_en: "Stays of households that ended in the period, by the day of leaving. Municipality, category and type are those of the place on the first night."
unit: placements
decimals: 0
kind: flow
better: neutral
range: [0]
protects: household
relation: fct_placement
time: end_date
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
  end_reason: end_reason_code
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
