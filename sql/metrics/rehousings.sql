/* metric
name: rehousings
title_nl: Herhuisvestingen
title_en: Rehousings
about_nl: "Een herhuisvesting is een verhuizing tussen twee opvangplaatsen die een vraag beantwoordt of hoogstens {rehousing_gap_days} dagen na het vertrek begint, ook ervoor: dan overlappen de plaatsingen. Geteld op de eerste nacht in de nieuwe plaats; een verhuizing naar een eigen huurwoning telt niet mee."
about_en: "A rehousing is a move between two places that meets a request or begins at most {rehousing_gap_days} days after leaving, also before it: then the stays overlap. Counted on the first night in the new place; a move to a rented home is not counted."
unit: moves
decimals: 0
kind: flow
better: neutral
range: [0]
protects: household
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
    count(*) as value,
    count(distinct household_id) as n
from scope
group by dim_1, dim_2, dim_3
