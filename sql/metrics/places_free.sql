/* metric
name: places_free
title_nl: Vrije opvangplaatsen
title_en: Free places
about_nl: "Bruikbare opvangplaatsen (gevalideerd of sluitend, binnen hun periode) min personen die er verblijven. Plaatsen die sluiten, nemen niemand meer op en tellen toch mee; waar meer personen verblijven dan er plaatsen zijn, gaat dat van de vrije plaatsen elders af. Een negatief cijfer betekent dat er meer personen geregistreerd zijn dan bruikbare plaatsen."
about_en: "Usable places (validated or closing, within their period) minus persons who stay there. Places that are closing take nobody in and count all the same; where more persons stay than there are places, that is taken off the free places elsewhere. A negative figure means that more persons are registered than there are usable places."
unit: places
decimals: 0
kind: stock
bunched: true
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
