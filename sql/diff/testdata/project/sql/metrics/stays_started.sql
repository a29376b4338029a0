/* metric
name: stays_started
title_nl: Begonnen verblijven
title_en: Stays begun
about_nl: Begonnen verblijven
about_en: Stays begun
unit: stays
unit_nl: stays
unit_en: stays
kind: flow
better: neutral
protects: none
protects_reason: made up
relation: fct_stay
time: start_date
over_time: sum
over_groups: sum
empty: zero
dimensions: {town: town_code}
sources: [tool/stays]
*/
select dim_1, dim_2, dim_3, count(*) as value, count(*) as n
from scope
group by dim_1, dim_2, dim_3
