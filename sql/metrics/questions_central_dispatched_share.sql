/* metric
name: questions_central_dispatched_share
title_nl: "Aandeel doorverwezen vragen bij het centrale team"
title_en: "Share dispatched of what reaches the central team"
about_nl: "Doorverwezen vragen als aandeel van de vragen die het centrale team in de periode bereikten: door dat team ontvangen, of doorverwezen naar een beleidsdomein. Zolang er geen doorverwijzingen geleverd zijn, is er geen cijfer."
about_en: "Dispatched questions as a share of the questions that reached the central team in the period: received by it, or dispatched to a policy domain. As long as no dispatches were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: central_date
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
