/* metric
name: meetings_held
title_nl: Gehouden overleg
title_en: Meetings held
about_nl: Overlegmomenten naar de dag waarop ze gehouden werden.
about_en: Meetings by the day on which they were held.
unit: meetings
decimals: 0
kind: flow
better: up
range: [0]
protects: none
protects_reason: "een overleg van teams en besturen, geen opgevangen personen"
relation: fct_meeting
time: held_date
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
