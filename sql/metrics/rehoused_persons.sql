/* metric
name: rehoused_persons
title_nl: Herhuisveste personen
title_en: Rehoused persons
about_nl: "Personen in de herhuisvestingen van de periode. Een herhuisvesting is een verhuizing tussen twee opvangplaatsen die een vraag beantwoordt of hoogstens {rehousing_gap_days} dagen na het vertrek begint, ook ervoor: dan overlappen de plaatsingen."
about_en: "Persons in the rehousings of the period. A rehousing is a move between two places that meets a request or begins at most {rehousing_gap_days} days after leaving, also before it: then the stays overlap."
unit: persons
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
household: household_id
relation: fct_rehousing
time: moved_date
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
  from_place_type: from_place_type_code
  from_province: from_province_code
  reason: reason_code
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
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
