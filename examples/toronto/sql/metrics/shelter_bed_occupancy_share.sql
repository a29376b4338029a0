/* metric
name: shelter_bed_occupancy_share
title_nl: Bezettingsgraad van de bedden
title_en: Bed occupancy
about_nl: Bedden in gebruik als aandeel van de bedden die in gebruik konden zijn
about_en: Beds in use as a share of the beds that could be used
unit: share
decimals: 1
range: [0, 1]
kind: stock
valid: [occupancy_date, next_date]
over_time: last
better: neutral
protects: none
protects_reason: the register is published by the city, programme by programme
over_groups: none
empty: none
relation: fct_shelter_night
dimensions: {sector: sector_code}
sources: [shelter/occupancy]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(bed_occupied_count) as double) / nullif(cast(sum(bed_count) as double), 0) as value,
    sum(bed_count) as n
from scope
group by dim_1, dim_2, dim_3
