/* metric
name: places_listed
title_nl: Plaatsen op de lijst
title_en: Places listed
about_nl: Plaatsen op de lijst
about_en: Places listed
unit: places
unit_nl: places
unit_en: places
kind: stock
better: neutral
protects: none
protects_reason: made up
relation: fct_place
valid: [from_date, until_date]
over_time: last
over_groups: sum
empty: zero
sources: [tool/places]
*/
select dim_1, dim_2, dim_3, sum(capacity_count) as value, sum(capacity_count) as n
from scope
group by dim_1, dim_2, dim_3
