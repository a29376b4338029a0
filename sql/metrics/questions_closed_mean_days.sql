/* metric
name: questions_closed_mean_days
title_nl: "Gemiddelde doorlooptijd van afgehandelde vragen"
title_en: "Mean time in the queue of questions closed"
about_nl: "Kalenderdagen van ontvangst tot afhandeling, gemiddeld over de vragen die in de periode afgehandeld werden (W in de wet van Little). Wat zonder antwoorddatum gesloten is, telt nul dagen."
about_en: "Calendar days from receipt to closing, averaged over the questions closed in the period (W in Little's law). What was closed without an answer date counts for no days."
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
    cast(sum(closed_days) as double) / nullif(cast(sum(closed_count) as double), 0) as value,
    sum(closed_count) as n
from scope
group by dim_1, dim_2, dim_3
