/* metric
name: dispatch_p90_days
title_nl: "90e percentiel van de tijd tot doorverwijzing"
title_en: "90th percentile of the time to dispatch"
about_nl: "Negentigste percentiel van de kalenderdagen van ontvangst tot de eerste doorverwijzing, voor vragen die in de periode voor het eerst doorverwezen werden."
about_en: "Ninetieth percentile of calendar days from receipt to the first dispatch, for questions first dispatched in the period."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
min_n: 10
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: first_sent_date
over_time: none
over_place: none
over_groups: none
empty: none
values: dispatch_days
quantile: 0.9
dimensions:
  province: province_code
  team: team_code
  domain: domain_code
  theme: theme_code
  topic: topic_code
  asker: asker_code
  channel: channel_code
  centre_city: is_centre_city
sources: [question_log/dispatches, question_log/questions]
*/
select dim_1, dim_2, dim_3, value, row_count as n
from quantiles
