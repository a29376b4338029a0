/* metric
name: questions_net_change
title_nl: "Aangroei van de openstaande vragen"
title_en: "Growth of the open questions"
about_nl: "Ontvangen min afgehandelde vragen in de periode. Negatief als de achterstand daalt."
about_en: "Questions received minus questions closed in the period. Negative when the backlog falls."
unit: questions
decimals: 0
kind: flow
better: down
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question_day
time: calendar_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
dimensions:
  team: team_code
  province: province_code
  domain: domain_code
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(received_count) - sum(closed_count) as value,
    sum(received_count) + sum(closed_count) as n
from scope
group by dim_1, dim_2, dim_3
