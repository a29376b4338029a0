/* metric
name: newsletter_weeks
title_nl: Weken met een VLOT-flits
title_en: Weeks with a newsletter
about_nl: "Weken (maandag tot zondag) waarin minstens één editie van de VLOT-flits werd verzonden, naar de dag van verzending. Ook een week die nog loopt of voor de periode begon, telt mee; het aandeel telt weken naar hun maandag, en pas als ze voorbij zijn."
about_en: "Weeks, Monday to Sunday, in which at least one issue of VLOT-flits was sent, by the day of sending. A week that still goes on or began before the period counts too; the share counts weeks by their Monday, and only when they are over."
unit: count
decimals: 0
kind: flow
better: up
range: [0]
protects: none
protects_reason: een nieuwsbrief is een document
relation: fct_newsletter
time: sent_date
over_time: none
over_place: none
over_groups: none
empty: zero
sources: [contacts/newsletters]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct week_start_date) as value,
    count(distinct week_start_date) as n
from scope
group by dim_1, dim_2, dim_3
