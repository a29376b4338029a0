/* metric
name: meetings_planned
title_nl: Gepland overleg
title_en: Meetings planned
about_nl: Overlegmomenten naar de geplande dag.
about_en: Meetings by the planned day.
unit: meetings
decimals: 0
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een overleg van teams en besturen, geen opgevangen personen"
relation: fct_meeting
time: planned_date
over_time: sum
over_place: none
over_groups: sum
empty: zero
dimensions:
  series: series_code
  participants: participants_code
sources: [contacts/meetings]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
