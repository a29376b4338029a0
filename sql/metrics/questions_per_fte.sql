/* metric
name: questions_per_fte
title_nl: Vragen per voltijds equivalent
title_en: Questions per full-time equivalent
about_nl: "Ontvangen vragen per voltijds equivalent en per maand: vragen van volledige maanden gedeeld door de som van de vte op elk maandeinde. Zolang er geen vragen geleverd zijn, is er geen cijfer."
about_en: "Questions received per full-time equivalent and month: questions of complete months divided by the sum of FTE at each month end. As long as no questions were delivered there is no figure."
unit: ratio
unit_nl: "vragen per vte"
unit_en: "questions per FTE"
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
where: "received_count is not null"
dimensions:
  team: team_code
sources: [question_log/questions, contacts/work_items, staff/fte]
requires: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(received_count) as double) / nullif(cast(sum(fte) as double), 0) as value,
    sum(received_count) as n,
    sum(received_count) as part,
    sum(fte) as whole
from scope
group by dim_1, dim_2, dim_3
