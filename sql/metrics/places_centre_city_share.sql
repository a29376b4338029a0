/* metric
name: places_centre_city_share
title_nl: Aandeel opvangplaatsen in centrumsteden
title_en: Share of places in centre cities
about_nl: "Geregistreerde opvangplaatsen in de dertien centrumsteden, als aandeel van alle geregistreerde opvangplaatsen met een gekende gemeente."
about_en: "Registered places in the thirteen centre cities, as a share of all registered places in a known municipality."
unit: share
decimals: 1
kind: stock
better: neutral
range: [0, 1]
min_n: 10
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count, protected_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: none
where: "row_code = 'place' and status_code <> 'closed' and is_centre_city is not null"
dimensions:
  province: province_code
  category: category_code
  place_type: place_type_code
counts: {metric: places_registered, where: {centre_city: ["true"]}}
out_of: {metric: places_registered, where: {centre_city: ["true", "false"]}}
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(coalesce(sum(registered_count) filter (where is_centre_city), 0) as double) / nullif(cast(sum(registered_count) as double), 0) as value,
    sum(protected_count) as n,
    coalesce(sum(registered_count) filter (where is_centre_city), 0) as part,
    sum(registered_count) as whole
from scope
group by dim_1, dim_2, dim_3
