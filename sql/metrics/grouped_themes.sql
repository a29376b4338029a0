/* metric
name: grouped_themes
title_nl: Behandelde gegroepeerde thema's
title_en: Grouped themes handled
about_nl: "Verschillende gegroepeerde thema's met minstens één vraag die het centrale team bereikte: door dat team ontvangen, of naar een beleidsdomein doorverwezen. Het is een aantal thema's, geen aantal vragen; de restgroep telt niet mee."
about_en: "Distinct grouped themes with at least one question that reached the central team: received by it, or dispatched to a policy domain. It is a number of themes, not of questions; the rest group is left out."
unit: themes
decimals: 0
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: central_date
over_time: none
over_place: none
over_groups: none
empty: zero
where: is_classified
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
    count(distinct theme_code) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
