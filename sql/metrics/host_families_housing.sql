/* metric
name: host_families_housing
title_nl: "Gastgezinnen die opvang bieden"
title_en: "Host families that house"
about_nl: "Plaatsen bij gastgezinnen waar op de datum minstens één huishouden verblijft. Geteld worden plaatsen: een gastgezin met twee plaatsen telt als twee."
about_en: "Places with host families where at least one household stays on the date. Places are counted: a host family with two places counts as two."
unit: households
unit_nl: "gastgezinnen"
unit_en: "host families"
decimals: 0
kind: stock
better: neutral
range: [0]
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
over_time: last
over_place: sum
over_groups: none
empty: zero
where: "row_code = 'stay' and place_type_code = 'host_family'"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct place_id) as value,
    count(distinct place_id) as n
from scope
group by dim_1, dim_2, dim_3
