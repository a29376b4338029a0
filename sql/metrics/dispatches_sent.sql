/* metric
name: dispatches_sent
title_nl: Doorverwijzingen
title_en: Dispatches
about_nl: "Doorverwijzingen naar een beleidsdomein, naar de dag van verzending. Een vraag kan meer dan eens doorverwezen worden."
about_en: "Dispatches to a policy domain, by the day of sending. A question may be dispatched more than once."
unit: dispatches
decimals: 0
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_dispatch
time: sent_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
dimensions:
  domain: domain_code
  team: team_code
  theme: theme_code
  province: province_code
sources: [question_log/dispatches, question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
