/* metric
name: placements_late_share
title_nl: "Aandeel laat ingevoerde plaatsingen"
title_en: "Share of stays told late"
about_nl: "Plaatsingen die meer dan {placement_late_days} dagen na de eerste nacht voor het eerst geleverd werden, als aandeel van de plaatsingen die in de periode voor het eerst geleverd werden."
about_en: "Stays that were first delivered more than {placement_late_days} days after the first night, as a share of the stays first delivered in the period."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
min_n: 10
protects: household
relation: fct_placement_delay
time: told_date
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
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where delay_days > {placement_late_days}) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where delay_days > {placement_late_days}) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
