/* metric
name: beds_opened
title_nl: Geopende bedden
title_en: Beds opened
about_nl: Bedden naar de dag van opening
about_en: Beds by the day of opening
unit: beds
unit_nl: bedden
unit_en: beds
kind: flow
better: neutral
protects: none
protects_reason: beds are not persons
relation: fct_bed
time: opened_date
over_time: sum
over_groups: sum
empty: zero
dimensions: {town: town_code}
sources: [shelter/beds]
*/
select dim_1, dim_2, dim_3, sum(bed_count) as value, sum(bed_count) as n
from scope
group by dim_1, dim_2, dim_3
