/* metric
name: dispatches_unanswered_share
title_nl: Aandeel onbeantwoorde doorverwijzingen
title_en: Share of unanswered dispatches
about_nl: "Doorverwijzingen zonder antwoord op de kennisdatum, als aandeel van de doorverwijzingen van de periode."
about_en: "Dispatches without an answer on the knowledge date, as a share of the dispatches of the period."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_dispatch
time: sent_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 2
interval: wilson
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
    cast(count(*) filter (where answered_date is null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where answered_date is null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
