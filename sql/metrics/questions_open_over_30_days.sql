/* metric
name: questions_open_over_30_days
title_nl: "Vragen die langer dan {question_long_wait_days} dagen openstaan"
title_en: "Questions open over {question_long_wait_days} days"
about_nl: "Vragen die op de datum openstaan en meer dan {question_long_wait_days} kalenderdagen eerder ontvangen werden. Na de laatste levering van het register worden ze niet ouder."
about_en: "Questions that are open on the date and were received more than {question_long_wait_days} calendar days before. After the last delivery of the log they grow no older."
unit: questions
decimals: 0
kind: stock
better: down
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
valid: [received_date, closed_date]
adds: [_rows]
over_time: last
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
    coalesce(sum(_rows) filter (where least(date_diff('day', received_date, _at), known_days) > {question_long_wait_days}), 0) as value,
    coalesce(sum(_rows) filter (where least(date_diff('day', received_date, _at), known_days) > {question_long_wait_days}), 0) as n
from scope
group by dim_1, dim_2, dim_3
