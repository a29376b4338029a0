/* metric
name: places_occupied
title_nl: Bezette opvangplaatsen
title_en: Occupied places
about_nl: Personen die op de datum in een opvangplaats verblijven. De dag van vertrek telt niet mee.
about_en: Persons who stay in a place on the date. The day of leaving does not count.
unit: places
decimals: 0
kind: stock
bunched: true
better: neutral
range: [0]
protects: person
household: household_id
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [occupied_count]
over_time: last
over_place: sum
over_groups: sum
empty: zero
where: row_code = 'stay'
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
    sum(occupied_count) as value,
    sum(occupied_count) as n,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
