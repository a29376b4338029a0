/* metric
name: dispatch_answer_p90_days
title_nl: "90e percentiel van de tijd van doorverwijzing tot antwoord"
title_en: "90th percentile of the time from dispatch to answer"
about_nl: "Negentigste percentiel van de kalenderdagen van doorverwijzing tot antwoord van het beleidsdomein, voor antwoorden in de periode."
about_en: "Ninetieth percentile of calendar days from dispatch to the answer of the policy domain, for answers in the period."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
min_n: 10
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_dispatch
time: answered_date
over_time: none
over_place: none
over_groups: none
empty: none
values: answer_days
quantile: 0.9
dimensions:
  domain: domain_code
  team: team_code
  theme: theme_code
  province: province_code
sources: [question_log/dispatches, question_log/questions]
*/
select dim_1, dim_2, dim_3, value, row_count as n
from quantiles
