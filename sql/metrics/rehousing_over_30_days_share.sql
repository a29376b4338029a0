/* metric
name: rehousing_over_30_days_share
title_nl: "Aandeel vragen dat langer dan {rehousing_wait_days} dagen openstond"
title_en: "Share of requests open over {rehousing_wait_days} days"
about_nl: "Vragen tot herhuisvesting die langer dan {rehousing_wait_days} dagen openstonden, als aandeel van de vragen die langer dan {rehousing_wait_days} dagen gevolgd konden worden. Het is een van de vier kenmerken van moeilijke herhuisvesting. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Rehousing requests that were open for more than {rehousing_wait_days} days, as a share of the requests that could be followed for more than {rehousing_wait_days} days. It is one of the four marks of hard rehousing. As long as no placements were delivered there is no figure."
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
where: "known_days > {rehousing_wait_days}"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
  vulnerable: is_vulnerable
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
requires: [housing_tool/placements]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where observed_days > {rehousing_wait_days}) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where observed_days > {rehousing_wait_days}) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
