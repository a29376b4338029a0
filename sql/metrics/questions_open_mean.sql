/* metric
name: questions_open_mean
title_nl: "Gemiddeld aantal openstaande vragen"
title_en: "Mean number of open questions"
about_nl: "Openstaande vragen op het einde van elke dag van de periode, gemiddeld over de dagen (L in de wet van Little)."
about_en: "Open questions at the end of each day of the period, averaged over the days (L in Little's law)."
unit: questions
decimals: 1
kind: flow
better: down
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question_day
time: calendar_date
over_time: none
over_place: sum
over_groups: sum
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
    cast(sum(open_count) as double) / nullif(cast(count(distinct calendar_date) as double), 0) as value,
    count(distinct calendar_date) as n
from scope
group by dim_1, dim_2, dim_3
