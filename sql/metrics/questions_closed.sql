/* metric
name: questions_closed
title_nl: "Afgehandelde vragen"
title_en: "Questions closed"
about_nl: "Vragen die in de periode beantwoord of zonder antwoorddatum gesloten werden. Wat zonder antwoorddatum gesloten is, telt op de dag van ontvangst."
about_en: "Questions that were answered in the period or closed without an answer date. What was closed without an answer date counts on the day of receipt."
unit: questions
decimals: 0
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: closed_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
dimensions:
  province: province_code
  team: team_code
  domain: domain_code
  theme: theme_code
  topic: topic_code
  asker: asker_code
  channel: channel_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
