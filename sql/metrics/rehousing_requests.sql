/* metric
name: rehousing_requests
title_nl: Vragen tot herhuisvesting
title_en: Rehousing requests
about_nl: "Vragen van huishoudens om een andere opvangplaats, naar de dag van de vraag. Gemeente en type zijn die van de plaats die het huishouden wil verlaten, zoals ze op de eerste nacht daar was."
about_en: "Requests of households for another place, by the day of the request. Municipality and type are those of the place that the household wants to leave, as it was on the first night there."
unit: requests
decimals: 0
kind: flow
better: neutral
range: [0]
protects: household
relation: fct_rehousing_request
time: requested_date
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
  reason: reason_code
  vulnerable: is_vulnerable
  outcome: outcome_code
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
