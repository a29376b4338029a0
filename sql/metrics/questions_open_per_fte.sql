/* metric
name: questions_open_per_fte
title_nl: "Openstaande vragen per voltijds equivalent"
title_en: "Open questions per full-time equivalent"
about_nl: "Openstaande vragen op elk maandeinde gedeeld door de vte op dat maandeinde, gewogen over de volledige maanden van de periode. Zolang er geen vragen geleverd zijn, is er geen cijfer."
about_en: "Open questions at each month end divided by the FTE at that month end, weighted over the complete months of the period. As long as no questions were delivered there is no figure."
unit: ratio
unit_nl: "vragen per vte"
unit_en: "questions per FTE"
decimals: 1
kind: flow
better: down
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
where: "open_count is not null"
dimensions:
  team: team_code
sources: [question_log/questions, staff/fte]
requires: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(open_count) as double) / nullif(cast(sum(fte) as double), 0) as value,
    sum(open_count) as n
from scope
group by dim_1, dim_2, dim_3
