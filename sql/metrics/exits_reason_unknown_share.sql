/* metric
name: exits_reason_unknown_share
title_nl: "Aandeel vertrekken zonder gekende reden"
title_en: "Share of stays that ended without a known reason"
about_nl: "Plaatsingen die in de periode eindigden en waarvan de reden ontbreekt of onbekend is, als aandeel van alle beëindigde plaatsingen. Gemeente, categorie en type zijn die van de plaats op de eerste nacht."
about_en: "Stays that ended in the period of which the reason is missing or unknown, as a share of all stays that ended. Municipality, category and type are those of the place on the first night."
unit: share
decimals: 1
kind: flow
better: down
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
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
counts: {metric: placements_ended, where: {end_reason: [unknown, ""]}}
out_of: {metric: placements_ended}
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where coalesce(end_reason_code, 'unknown') = 'unknown') as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where coalesce(end_reason_code, 'unknown') = 'unknown') as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
