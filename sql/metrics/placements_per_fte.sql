/* metric
name: placements_per_fte
title_nl: "Plaatsingen per voltijds equivalent"
title_en: "Stays per full-time equivalent"
about_nl: "Plaatsingen die begonnen per voltijds equivalent en per maand, over volledige maanden. Plaatsingen tellen bij het team van hun provincie; het centrale team heeft er geen, maar de vte van dat team tellen mee in het totaal. Voor de drempel telt de volste maand van één team. Zolang er geen plaatsen of plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Stays that began per full-time equivalent and month, over complete months. Stays count for the team of their province; the central team has none, but its FTE are in the total. For the threshold the fullest month of one team counts. As long as no places or no placements were delivered there is no figure."
unit: ratio
unit_nl: "plaatsingen per vte"
unit_en: "stays per FTE"
decimals: 1
kind: flow
better: neutral
range: [0]
protects: household
relation: fct_team_month
time: work_month
grain: month
over_time: none
over_place: none
over_groups: none
empty: none
interval: none
where: "placement_count is not null"
# a team is a province, and no page may tell of one what it hides of the other
pages_by: [month, quarter, year]
dimensions:
  team: team_code
sources: [housing_tool/placements, housing_tool/places, staff/fte]
requires: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    -- the central team has no province, and so nothing that could count for it
    case when count(province_code) > 0
        then cast(sum(placement_count) as double) / nullif(cast(sum(fte) as double), 0) end as value,
    max(housed_count) as n,
    sum(placement_count) as part,
    sum(fte) as whole
from scope
group by dim_1, dim_2, dim_3
