/* metric
name: rehousing_requests_open_over_30_days
title_nl: "Vragen tot herhuisvesting die langer dan {rehousing_wait_days} dagen openstaan"
title_en: "Rehousing requests open over {rehousing_wait_days} days"
about_nl: "Vragen tot herhuisvesting die op de datum openstaan en meer dan {rehousing_wait_days} dagen eerder gesteld werden. Na de laatste levering van de vragen of de verblijven worden ze niet ouder."
about_en: "Rehousing requests that are open on the date and were made more than {rehousing_wait_days} days before. After the last delivery of requests or stays they grow no older."
unit: requests
decimals: 0
kind: stock
better: down
range: [0]
protects: household
relation: fct_rehousing_request
valid: [requested_date, ended_date]
over_time: last
over_place: sum
over_groups: sum
empty: zero
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
  vulnerable: is_vulnerable
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) filter (where least(date_diff('day', requested_date, _at), known_days) > {rehousing_wait_days}) as value,
    count(distinct household_id) filter (where least(date_diff('day', requested_date, _at), known_days) > {rehousing_wait_days}) as n
from scope
group by dim_1, dim_2, dim_3
