/* metric
name: placements_delay_median_days
title_nl: "Mediane vertraging van plaatsingen"
title_en: "Median delay of stays"
about_nl: "Mediaan van de kalenderdagen van de eerste nacht tot de eerste levering die de plaatsing bevat, voor plaatsingen die in de periode voor het eerst geleverd werden."
about_en: "Median of calendar days from the first night to the first delivery that has the stay, for stays first delivered in the period."
unit: days
decimals: 0
kind: flow
better: down
min_n: 10
protects: household
relation: fct_placement_delay
time: told_date
over_time: none
over_place: none
over_groups: none
empty: none
values: delay_days
quantile: 0.5
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
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
