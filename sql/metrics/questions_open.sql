/* metric
name: questions_open
title_nl: Openstaande vragen
title_en: Open questions
about_nl: "Vragen die tot en met de datum ontvangen werden en dan nog niet beantwoord of gesloten zijn. Een vraag die gesloten is zonder antwoorddatum, telt niet als open."
about_en: Questions that on the date were received and not yet answered or closed. A question closed without an answer date does not count as open.
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
  question_status: status_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(_rows) as value,
    sum(_rows) as n
from scope
group by dim_1, dim_2, dim_3
