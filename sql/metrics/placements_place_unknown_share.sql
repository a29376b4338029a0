/* metric
name: placements_place_unknown_share
title_nl: "Aandeel plaatsingen op een onbekende plaats"
title_en: "Share of stays at an unknown place"
about_nl: "Plaatsingen die in de periode begonnen op een plaats die in geen enkele lijst van plaatsen stond, als aandeel van alle plaatsingen die begonnen. Zolang er geen lijst van plaatsen geleverd is, is er geen cijfer."
about_en: "Stays that began in the period at a place that stood in no list of places, as a share of all stays that began. As long as no list of places was delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
min_n: 10
protects: household
relation: fct_placement
time: start_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions: {}
out_of: {metric: placements_started}
sources: [housing_tool/placements, housing_tool/places]
requires: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where not is_place_known) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where not is_place_known) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
