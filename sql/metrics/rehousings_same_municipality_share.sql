/* metric
name: rehousings_same_municipality_share
title_nl: Herhuisvestingen binnen de gemeente
title_en: Rehousings within the municipality
about_nl: "Herhuisvestingen waarbij de nieuwe plaats in dezelfde gemeente ligt, als aandeel van de herhuisvestingen met twee gekende gemeenten."
about_en: "Rehousings to a place in the same municipality, as a share of the rehousings with two known municipalities."
unit: share
decimals: 1
kind: flow
better: neutral
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
where: nis_code is not null and from_nis_code is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where nis_code = from_nis_code) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where nis_code = from_nis_code) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
