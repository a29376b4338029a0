/* metric
name: length_of_stay_median_days
title_nl: Mediane verblijfsduur
title_en: Median length of stay
about_nl: "Mediane duur in dagen van de plaatsingen die in de periode eindigden. Plaatsingen die nog lopen, tellen niet mee: de duur van wie nog verblijft, is langer. Gemeente, categorie en type zijn die van de plaats op de eerste nacht."
about_en: "Median in days of the stays that ended in the period. Stays that still last are not counted: who still stays there, stays longer. Municipality, category and type are those of the place on the first night."
unit: days
decimals: 0
kind: flow
better: neutral
range: [0]
min_n: 10
protects: household
relation: fct_placement
time: end_date
over_time: none
over_place: none
over_groups: none
empty: none
values: stay_days
quantile: 0.5
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  end_reason: end_reason_code
sources: [housing_tool/placements, housing_tool/places]
*/
with sizes as (

    select dim_1, dim_2, dim_3, count(distinct household_id) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    quantiles.dim_1,
    quantiles.dim_2,
    quantiles.dim_3,
    quantiles.value,
    sizes.n
from quantiles
join sizes
    on quantiles.dim_1 is not distinct from sizes.dim_1
    and quantiles.dim_2 is not distinct from sizes.dim_2
    and quantiles.dim_3 is not distinct from sizes.dim_3
