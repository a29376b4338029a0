/* metric
name: prospections_per_fte
title_nl: "Bezochte locaties per voltijds equivalent"
title_en: "Locations visited per full-time equivalent"
about_nl: "Bezochte locaties per voltijds equivalent en per maand, over volledige maanden. Locaties tellen bij het team van hun provincie; het centrale team heeft er geen, maar de vte van dat team tellen mee in het totaal. Zolang er geen prospectielijst geleverd is, is er geen cijfer."
about_en: "Locations visited per full-time equivalent and month, over complete months. Locations count for the team of their province; the central team has none, but its FTE are in the total. As long as no prospection list was delivered there is no figure."
unit: ratio
unit_nl: "locaties per vte"
unit_en: "locations per FTE"
decimals: 1
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "gaat over werk van teams, niet over opgevangen personen"
relation: fct_team_month
time: work_month
grain: month
over_time: none
over_place: none
over_groups: none
empty: none
interval: poisson
where: "visited_count is not null"
dimensions:
  team: team_code
sources: [prospection/locations, staff/fte]
requires: [prospection/locations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    -- the central team has no province, and so nothing that could count for it
    case when count(province_code) > 0
        then cast(sum(visited_count) as double) / nullif(cast(sum(fte) as double), 0) end as value,
    sum(visited_count) as n,
    sum(visited_count) as part,
    sum(fte) as whole
from scope
group by dim_1, dim_2, dim_3
