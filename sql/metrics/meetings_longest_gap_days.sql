/* metric
name: meetings_longest_gap_days
title_nl: "Langste periode zonder overleg"
title_en: "Longest gap between meetings"
about_nl: "Het grootste aantal kalenderdagen tussen twee opeenvolgende gehouden overlegmomenten van dezelfde reeks, naar de dag van het laatste van de twee."
about_en: "The largest number of calendar days between two meetings of the same series that were held one after the other, by the day of the latter."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
protects: none
protects_reason: "een overleg van teams en besturen, geen opgevangen personen"
relation: fct_meeting
time: held_date
over_time: none
over_place: none
over_groups: none
empty: none
where: "gap_days is not null"
dimensions:
  series: series_code
  participants: participants_code
sources: [contacts/meetings]
*/
select
    dim_1,
    dim_2,
    dim_3,
    max(gap_days) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
