/* metric
name: exits_returned_share
title_nl: "Aandeel terugkeer"
title_en: "Share of stays that ended in return"
about_nl: "Plaatsingen die in de periode eindigden omdat het huishouden terugkeerde, als aandeel van de beëindigde plaatsingen met een gekende reden. Gemeente, categorie en type zijn die van de plaats op de eerste nacht."
about_en: "Stays that ended in the period because the household returned, as a share of the stays that ended with a known reason. Municipality, category and type are those of the place on the first night."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
min_n: 10
protects: household
relation: fct_placement
time: end_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: "end_reason_code <> 'unknown'"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
counts: {metric: placements_ended, where: {end_reason: [returned]}}
out_of: {metric: placements_ended, where: {end_reason: [rehoused, returned, private_rent, left]}}
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where end_reason_code = 'returned') as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where end_reason_code = 'returned') as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
