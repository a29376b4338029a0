/* metric
name: rehousing_vulnerable_share
title_nl: "Aandeel vragen van kwetsbare huishoudens"
title_en: "Share of requests of vulnerable households"
about_nl: "Vragen tot herhuisvesting van een huishouden dat in de vraag als kwetsbaar is aangeduid, als aandeel van alle vragen. Het is een van de vier kenmerken van moeilijke herhuisvesting."
about_en: "Rehousing requests of a household that the request marks as vulnerable, as a share of all requests. It is one of the four marks of hard rehousing."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
min_n: 10
protects: household
relation: fct_rehousing_request
time: requested_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
counts: {metric: rehousing_requests, where: {vulnerable: ["true"]}}
out_of: {metric: rehousing_requests}
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_vulnerable) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where is_vulnerable) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
