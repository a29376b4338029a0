/* metric
name: exits_private_rent_share
title_nl: "Aandeel vertrekken naar private huur"
title_en: "Share of stays that ended in private rent"
about_nl: "Plaatsingen die in de periode eindigden met een eigen huurwoning, als aandeel van de beëindigde plaatsingen met een gekende reden. Gemeente, categorie en type zijn die van de plaats op de eerste nacht."
about_en: "Stays that ended in the period with a rented home, as a share of the stays that ended with a known reason. Municipality, category and type are those of the place on the first night."
unit: share
decimals: 1
kind: flow
better: up
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
counts: {metric: placements_ended, where: {end_reason: [private_rent]}}
out_of: {metric: placements_ended, where: {end_reason: [rehoused, returned, private_rent, left]}}
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where end_reason_code = 'private_rent') as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where end_reason_code = 'private_rent') as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
