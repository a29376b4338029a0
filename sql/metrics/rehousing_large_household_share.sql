/* metric
name: rehousing_large_household_share
title_nl: "Aandeel vragen van grote huishoudens"
title_en: "Share of requests of large households"
about_nl: "Vragen tot herhuisvesting van een huishouden van {large_household_persons} personen of meer, als aandeel van de vragen waarvan het aantal personen gekend is. Het is een van de vier kenmerken van moeilijke herhuisvesting."
about_en: "Rehousing requests of a household of {large_household_persons} persons or more, as a share of the requests with a known number of persons. It is one of the four marks of hard rehousing."
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
where: "person_count is not null"
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
    cast(count(*) filter (where person_count >= {large_household_persons}) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where person_count >= {large_household_persons}) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
