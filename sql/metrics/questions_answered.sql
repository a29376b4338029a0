/* metric
name: questions_answered
title_nl: Beantwoorde vragen
title_en: Questions answered
about_nl: Vragen naar de dag waarop ze beantwoord werden.
about_en: Questions by the day on which they were answered.
unit: questions
decimals: 0
kind: flow
better: up
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: answered_date
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
  question_status: status_code
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
