/* metric
name: shelter_beds
title_nl: Bedden
title_en: Beds
about_nl: Bedden die in gebruik konden zijn
about_en: Beds that could be used
unit: beds
unit_nl: bedden
unit_en: beds
kind: stock
valid: [occupancy_date, next_date]
over_time: last
better: neutral
protects: none
protects_reason: the register is published by the city, programme by programme
over_groups: sum
empty: none
relation: fct_shelter_night
dimensions: {sector: sector_code}
sources: [shelter/occupancy]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(bed_count) as value,
    sum(bed_count) as n
from scope
group by dim_1, dim_2, dim_3
