/* metric
name: dispatch_share
title_nl: "Aandeel in de doorverwijzingen"
title_en: "Share of the dispatches"
about_nl: "Doorverwijzingen naar een beleidsdomein als aandeel van alle doorverwijzingen in dezelfde periode. Zonder indeling naar beleidsdomein is het 100 %."
about_en: "Dispatches to a policy domain as a share of all dispatches in the same period. Without a cut by policy domain it is 100%."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_dispatch
time: sent_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
shares: domain
dimensions:
  domain: domain_code
  team: team_code
  province: province_code
sources: [question_log/dispatches, question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(part as double) / cast(whole as double) as value,
    part as n,
    part,
    whole
from shares
