/* metric
name: rehousings_without_reason_share
title_nl: Herhuisvestingen zonder gekende reden
title_en: Rehousings without a known reason
about_nl: "Herhuisvestingen zonder vraag of met een vraag zonder reden, als aandeel van alle herhuisvestingen. Zolang er geen vragen tot herhuisvesting geleverd zijn, is er geen cijfer."
about_en: "Rehousings without a request, or with a request without a reason, as a share of all rehousings. As long as no rehousing requests were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
min_n: 10
protects: household
relation: fct_rehousing
time: moved_date
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
counts: {metric: rehousings, where: {reason: [""]}}
out_of: {metric: rehousings}
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
requires: [housing_tool/rehousing_requests]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where reason_code is null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where reason_code is null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
