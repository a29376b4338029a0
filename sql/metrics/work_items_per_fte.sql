/* metric
name: work_items_per_fte
title_nl: Werkitems per voltijds equivalent
title_en: Work items per full-time equivalent
about_nl: "Geregistreerde werkitems per voltijds equivalent en per maand: werkitems van volledige maanden gedeeld door de som van de vte op elk maandeinde. Zolang er geen werkitems geleverd zijn, is er geen cijfer."
about_en: "Logged work items per full-time equivalent and month: items of complete months divided by the sum of FTE at each month end. As long as no work items were delivered there is no figure."
unit: ratio
unit_nl: "werkitems per vte"
unit_en: "work items per FTE"
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
where: "item_count is not null"
dimensions:
  team: team_code
sources: [question_log/questions, contacts/work_items, staff/fte]
requires: [contacts/work_items]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(item_count) as double) / nullif(cast(sum(fte) as double), 0) as value,
    sum(item_count) as n,
    sum(item_count) as part,
    sum(fte) as whole
from scope
group by dim_1, dim_2, dim_3
