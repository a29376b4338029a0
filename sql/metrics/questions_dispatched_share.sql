/* metric
name: questions_dispatched_share
title_nl: Aandeel doorverwezen vragen
title_en: Share of questions dispatched
about_nl: "Vragen die naar een beleidsdomein werden doorverwezen, als aandeel van alle ontvangen vragen. Zolang er geen doorverwijzingen geleverd zijn, is er geen cijfer."
about_en: "Questions that were dispatched to a policy domain, as a share of all questions received. As long as no dispatches were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: received_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 2
interval: wilson
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
sources: [question_log/dispatches, question_log/questions]
requires: [question_log/dispatches]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_dispatched) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where is_dispatched) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
