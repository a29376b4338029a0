/* metric
name: persons_present
title_nl: Aanwezige personen
title_en: Persons present
about_nl: Aanwezige personen
about_en: Persons present
unit: persons
unit_nl: persons
unit_en: persons
kind: stock
better: neutral
protects: none
protects_reason: made up
relation: fct_stay
valid: [start_date, end_date]
over_time: last
over_groups: sum
empty: zero
dimensions: {town: town_code}
sources: [tool/stays]
*/
select dim_1, dim_2, dim_3, sum(person_count) as value, sum(person_count) as n
from scope
group by dim_1, dim_2, dim_3
