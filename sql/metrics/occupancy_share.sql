/* metric
name: occupancy_share
title_nl: Bezettingsgraad
title_en: Occupancy rate
about_nl: "Personen die op de datum in een opvangplaats verblijven, als aandeel van de bruikbare opvangplaatsen (gevalideerd of sluitend, binnen hun periode). Boven 100 % verblijven er meer personen dan er bruikbare plaatsen gemeld zijn."
about_en: "Persons who stay in a place on the date, as a share of the usable places (validated or closing, within their period). Above 100% there are more persons than places reported as usable."
unit: share
decimals: 1
kind: stock
better: neutral
range: [0, 2]
min_n: 10
protects: person
household: household_id
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [occupied_count, available_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: none
where: "row_code in ('available', 'stay')"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
counts: {metric: places_occupied}
out_of: {metric: places_available}
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(occupied_count) as double) / nullif(cast(sum(available_count) as double), 0) as value,
    sum(occupied_count) as n,
    sum(occupied_count) as part,
    sum(available_count) as whole,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
