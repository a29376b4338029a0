/* metric
name: newsletters_sent
title_nl: Verzonden edities van de VLOT-flits
title_en: Newsletters sent
about_nl: Edities van de VLOT-flits naar de dag van verzending.
about_en: Issues of the newsletter VLOT-flits by the day of sending.
unit: editions
decimals: 0
kind: flow
better: up
range: [0]
protects: none
protects_reason: een nieuwsbrief is een document
relation: fct_newsletter
time: sent_date
over_time: sum
over_place: none
over_groups: sum
empty: zero
sources: [contacts/newsletters]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
