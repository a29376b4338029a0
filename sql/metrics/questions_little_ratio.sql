/* metric
name: questions_little_ratio
title_nl: "Samenhang van voorraad, instroom en doorlooptijd"
title_en: "Consistency of queue, inflow and time in the queue"
about_nl: "Doorlooptijd volgens de wet van Little gedeeld door de gemeten gemiddelde doorlooptijd. Rond 1 kloppen de drie met elkaar; ver boven 1 blijven vragen liggen die niet in de antwoordtijden zitten."
about_en: "Time in the queue by Little's law divided by the mean time measured. Around 1 the three agree; far above 1 questions stay behind that are not in the answer times."
unit: ratio
decimals: 2
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question_day
time: calendar_date
over_time: none
over_place: none
over_groups: none
empty: none
dimensions:
  team: team_code
  province: province_code
  domain: domain_code
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(open_count) as double) / nullif(cast(sum(received_count) as double), 0)
    / nullif(cast(sum(closed_days) as double) / nullif(cast(sum(closed_count) as double), 0), 0) as value,
    sum(received_count) as n
from scope
group by dim_1, dim_2, dim_3
