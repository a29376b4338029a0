/* metric
name: rehousing_withdrawn_share
title_nl: Aandeel ingetrokken of vervallen vragen
title_en: Share of requests withdrawn or ended by leaving
about_nl: "Vragen tot herhuisvesting die werden ingetrokken of vervielen door vertrek, als aandeel van alle vragen. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Rehousing requests that were withdrawn or ended by leaving, as a share of all requests. As long as no placements were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
min_n: 10
protects: household
relation: fct_rehousing_request
time: requested_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 4
interval: wilson
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
counts: {metric: rehousing_requests, where: {outcome: [withdrawn, left]}}
out_of: {metric: rehousing_requests}
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
requires: [housing_tool/placements]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where outcome_code in ('withdrawn', 'left')) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where outcome_code in ('withdrawn', 'left')) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
