/* metric
name: hosts_left
title_nl: Vragen na vertrek bij een gastgezin
title_en: Requests on leaving a host family
about_nl: Huishoudens die in de periode een andere plaats vroegen omdat ze het gastgezin verlaten. Een vertrek zonder vraag is niet zichtbaar.
about_en: Households that asked for another place in the period because they leave the host family. Leaving without a request is not visible.
unit: households
decimals: 0
kind: flow
better: down
range: [0]
protects: household
relation: fct_rehousing_request
time: requested_date
over_time: none
over_place: none
over_groups: none
empty: zero
where: reason_code = 'host_leaves'
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  vulnerable: is_vulnerable
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct household_id) as value,
    count(distinct household_id) as n
from scope
group by dim_1, dim_2, dim_3
