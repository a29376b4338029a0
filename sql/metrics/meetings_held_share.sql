/* metric
name: meetings_held_share
title_nl: Aandeel gehouden overleg
title_en: Share of meetings held
about_nl: Gehouden overlegmomenten als aandeel van de overlegmomenten die in de periode, en uiterlijk op de dag van de laatste levering, gepland waren.
about_en: Meetings held as a share of those planned in the period and not after the day of the last delivery.
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een overleg van teams en besturen, geen opgevangen personen"
relation: fct_meeting
time: planned_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: is_due
dimensions:
  series: series_code
  participants: participants_code
sources: [contacts/meetings]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_held) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where is_held) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
