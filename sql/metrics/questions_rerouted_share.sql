/* metric
name: questions_rerouted_share
title_nl: "Aandeel vragen dat opnieuw doorverwezen werd"
title_en: "Share of questions rerouted"
about_nl: "Vragen die meer dan één keer doorverwezen werden, als aandeel van de vragen die in de periode voor het eerst doorverwezen werden."
about_en: "Questions that were dispatched more than once, as a share of the questions first dispatched in the period."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: first_sent_date
over_time: none
over_place: none
over_groups: none
empty: none
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
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where dispatch_count > 1) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where dispatch_count > 1) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
