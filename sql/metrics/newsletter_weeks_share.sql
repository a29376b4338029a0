/* metric
name: newsletter_weeks_share
title_nl: "Aandeel weken met een VLOT-flits"
title_en: "Share of weeks with a newsletter"
about_nl: "Weken waarin minstens één VLOT-flits verstuurd werd, als aandeel van de weken die in de periode begonnen en voorbij zijn, vanaf het eerste nummer. Een week telt naar haar maandag, ook als het nummer na de periode verstuurd werd; het aantal weken telt naar de dag van verzending."
about_en: "Weeks in which at least one VLOT-flits was sent, as a share of the weeks that began in the period and are over, from the first issue. A week counts by its Monday, also when the issue was sent after the period; the number of weeks counts by the day of sending."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een nieuwsbrief gaat naar besturen en bevat geen persoonsgegevens"
relation: fct_newsletter_week
time: week_start_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions: {}
sources: [contacts/newsletters]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_sent) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where is_sent) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
