/* metric
name: questions_response_p90_working_days
title_nl: "90e percentiel van de tijd tot de eerste reactie in werkdagen"
title_en: "90th percentile of the time to the first response in working days"
about_nl: "Negentigste percentiel van de Belgische werkdagen van ontvangst tot de eerste reactie (doorverwijzing of antwoord, wat eerst kwam), voor vragen waarop in de periode voor het eerst gereageerd werd. Zolang er geen doorverwijzingen geleverd zijn, is er geen cijfer."
about_en: "Ninetieth percentile of Belgian working days from receipt to the first response (dispatch or answer, whichever came first), for questions first responded to in the period. As long as no dispatches were delivered there is no figure."
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
time: response_date
over_time: none
over_place: none
over_groups: none
empty: none
values: response_working_days
quantile: 0.9
where: "response_working_days is not null"
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
requires: [question_log/dispatches]
*/
select dim_1, dim_2, dim_3, value, row_count as n
from quantiles
