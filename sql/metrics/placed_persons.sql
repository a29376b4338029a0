/* metric
name: placed_persons
title_nl: Geplaatste personen
title_en: Placed persons
about_nl: "Personen in de eerste plaatsing van hun huishouden, naar de eerste nacht. Een verhuizing tussen opvangplaatsen telt niet mee."
about_en: "Persons in the first stay of their household, by the first night. A move between places is not counted."
unit: persons
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
household: household_id
relation: fct_placement
time: start_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
settles: 3
where: stay_number = 1
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
    sum(person_count) as value,
    sum(person_count) as n,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
