/* metric
name: teams_active
title_nl: "Actieve teams"
title_en: "Active teams"
about_nl: "Ondersteuningsteams waarin op de datum minstens één persoon werkt: het centrale team en de regionale teams."
about_en: "Support teams in which at least one person works on the date: the central team and the regional teams."
unit: teams
unit_nl: "teams"
unit_en: "teams"
decimals: 0
kind: stock
better: neutral
range: [0]
protects: none
protects_reason: "aantallen teams van de overheid, geen opgevangen personen"
relation: fct_staff
valid: [valid_from_date, valid_until_date]
over_time: last
over_place: sum
over_groups: sum
empty: zero
dimensions:
  team: team_code
  province: province_code
sources: [staff/fte]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct team_code) as value,
    count(distinct team_code) as n
from scope
group by dim_1, dim_2, dim_3
