/* metric
name: households_housed
title_nl: Huishoudens in een opvangplaats
title_en: Households in a place
about_nl: Verschillende huishoudens die op de datum in een opvangplaats verblijven.
about_en: Distinct households that stay in a place on the date.
unit: households
decimals: 0
kind: stock
better: neutral
range: [0]
protects: household
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
over_time: last
over_place: none
over_groups: none
empty: zero
where: row_code = 'stay'
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
balance: {in: placements_started, out: placements_ended}
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct household_id) as value,
    count(distinct household_id) as n
from scope
group by dim_1, dim_2, dim_3
