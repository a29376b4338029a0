/* metric
name: meetings_attendance_mean
title_nl: "Gemiddeld aantal deelnemers"
title_en: "Mean attendance"
about_nl: "Deelnemers per gehouden overlegmoment, over de overlegmomenten waarvan het aantal deelnemers ingevuld is."
about_en: "Participants per meeting held, over the meetings with a number of participants filled in."
unit: persons
unit_nl: "deelnemers"
unit_en: "participants"
decimals: 1
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een overleg van teams en besturen, geen opgevangen personen"
relation: fct_meeting
time: held_date
over_time: none
over_place: none
over_groups: mean
empty: none
where: "participant_count is not null"
dimensions:
  series: series_code
  participants: participants_code
sources: [contacts/meetings]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(participant_count) as double) / nullif(cast(count(participant_count) as double), 0) as value,
    count(participant_count) as n
from scope
group by dim_1, dim_2, dim_3
