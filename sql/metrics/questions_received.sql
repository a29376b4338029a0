/* metric
name: questions_received
title_nl: Ontvangen vragen
title_en: Questions received
about_nl: "Vragen in het vragenregister van de helpdesk en de teams, naar de dag van ontvangst."
about_en: "Questions in the log of the helpdesk and the teams, by the day of receipt."
unit: questions
decimals: 0
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: received_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
settles: 2
cluster: nis_code
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
