/* metric
name: shelter_beds_occupied
title_nl: Bezette bedden
title_en: Occupied beds
about_nl: Bedden in gebruik
about_en: Beds in use
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
    sum(bed_occupied_count) as value,
    sum(bed_occupied_count) as n
from scope
group by dim_1, dim_2, dim_3
