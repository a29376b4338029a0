/* metric
name: questions_unclassified_share
title_nl: Aandeel niet ingedeelde vragen
title_en: Share of unclassified questions
about_nl: "Vragen zonder gegroepeerd thema of in de restgroep \"overige\", als aandeel van alle ontvangen vragen. Boven 10 % verzwakt elke uitspraak over patronen."
about_en: "Questions without a grouped theme or in the rest group, as a share of all questions received. Above 10% it weakens every statement about patterns."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: received_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions:
  province: province_code
  team: team_code
  asker: asker_code
  channel: channel_code
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where not is_classified) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where not is_classified) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
