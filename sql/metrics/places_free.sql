/* metric
name: places_free
title_nl: Vrije opvangplaatsen
title_en: Free places
about_nl: Bruikbare opvangplaatsen min personen die er verblijven. Een negatief cijfer betekent dat er meer personen geregistreerd zijn dan bruikbare plaatsen.
about_en: Usable places minus persons who stay there. A negative figure means that more persons are registered than there are usable places.
unit: places
decimals: 0
kind: stock
better: neutral
protects: person
household: household_id
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [available_count, occupied_count]
over_time: last
over_place: sum
over_groups: sum
empty: zero
where: "row_code in ('available', 'stay')"
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
    sum(available_count) - sum(occupied_count) as value,
    sum(occupied_count) as n,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
