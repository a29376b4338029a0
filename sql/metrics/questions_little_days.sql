/* metric
name: questions_little_days
title_nl: "Doorlooptijd volgens de wet van Little"
title_en: "Time in the queue by Little's law"
about_nl: "Gemiddeld aantal openstaande vragen gedeeld door het gemiddelde aantal ontvangen vragen per dag: hoe lang een vraag gemiddeld openstaat als instroom en uitstroom in evenwicht zijn. Telt ook vragen mee die nog openstaan."
about_en: "Mean number of open questions divided by the mean number received a day: how long a question is open on average when inflow and outflow are in balance. It includes questions that are still open."
unit: days
decimals: 1
kind: flow
better: down
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question_day
time: calendar_date
over_time: none
over_place: mean
over_groups: mean
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
    cast(sum(open_count) as double) / nullif(cast(sum(received_count) as double), 0) as value,
    sum(received_count) as n
from scope
group by dim_1, dim_2, dim_3
