/* metric
name: questions_answer_p90_working_days
title_nl: "90e percentiel van de antwoordtijd in werkdagen"
title_en: "90th percentile of the answer time in working days"
about_nl: "Negentigste percentiel van de Belgische werkdagen van ontvangst tot antwoord, voor vragen die in de periode beantwoord werden."
about_en: "Ninetieth percentile of Belgian working days from receipt to answer, for questions answered in the period."
unit: days
unit_nl: "werkdagen"
unit_en: "working days"
decimals: 1
kind: flow
better: down
range: [0]
min_n: 10
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: answered_date
over_time: none
over_place: none
over_groups: none
empty: none
values: answer_working_days
quantile: 0.9
where: "answer_working_days is not null"
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
select dim_1, dim_2, dim_3, value, row_count as n
from quantiles
