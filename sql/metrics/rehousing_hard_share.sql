/* metric
name: rehousing_hard_share
title_nl: Aandeel moeilijke herhuisvesting
title_en: Share of hard rehousing
about_nl: "Vragen van een kwetsbaar huishouden, van {large_household_persons} personen of meer, met {hard_refusals} weigeringen of meer, of die meer dan {rehousing_wait_days} dagen op een plaats wachtten, als aandeel van alle vragen. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Requests of a vulnerable household, of {large_household_persons} persons or more, with {hard_refusals} refusals or more, or that waited over {rehousing_wait_days} days, as a share of all requests. As long as no placements were delivered there is no figure."
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
settles: 3
interval: wilson
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
out_of: {metric: rehousing_requests}
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
requires: [housing_tool/placements]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_hard) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where is_hard) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
