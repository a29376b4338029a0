/* metric
name: inhabitants
title_nl: Inwoners
title_en: Inhabitants
about_nl: Inwoners
about_en: Inhabitants
unit: persons
unit_nl: persons
unit_en: persons
kind: stock
better: neutral
protects: none
protects_reason: made up
relation: dim_town
valid: [valid_from_date, valid_until_date]
over_time: last
over_groups: sum
empty: zero
dimensions: {town: town_code}
sources: [tool/stays]
*/
select dim_1, dim_2, dim_3, sum(population_count) as value, sum(population_count) as n
from scope
group by dim_1, dim_2, dim_3
