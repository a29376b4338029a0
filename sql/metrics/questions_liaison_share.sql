/* metric
name: questions_liaison_share
title_nl: "Aandeel vragen over onderwijs, welzijn en werk"
title_en: "Share of questions on education, welfare and work"
about_nl: "Vragen in de beleidsdomeinen onderwijs, welzijn en werk als aandeel van de vragen met een beleidsdomein: een benadering van de toeleiding naar die domeinen, niet van het overleg ermee."
about_en: "Questions in the policy domains education, welfare and work as a share of the questions with a policy domain: a proxy for guidance to those domains, not for the talks with them."
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
interval: wilson
where: "domain_code is not null"
dimensions:
  province: province_code
  team: team_code
  asker: asker_code
  channel: channel_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where domain_code in ('education', 'welfare', 'work')) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where domain_code in ('education', 'welfare', 'work')) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
