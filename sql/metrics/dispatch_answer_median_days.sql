/* metric
name: dispatch_answer_median_days
title_nl: Mediane antwoordtijd van beleidsdomeinen
title_en: Median answer time of policy domains
about_nl: "Mediaan van de dagen van doorverwijzing tot antwoord, voor doorverwijzingen die in de periode beantwoord werden."
about_en: "Median of days from dispatch to answer, for dispatches answered in the period."
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
quantile: 0.5
dimensions:
  domain: domain_code
  team: team_code
  theme: theme_code
  province: province_code
sources: [question_log/dispatches, question_log/questions]
*/
select dim_1, dim_2, dim_3, value, row_count as n
from quantiles
