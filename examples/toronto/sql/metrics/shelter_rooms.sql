/* metric
name: shelter_rooms
title_nl: Kamers
title_en: Rooms
about_nl: Kamers die in gebruik konden zijn
about_en: Rooms that could be used
unit: rooms
unit_nl: kamers
unit_en: rooms
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
    sum(room_count) as value,
    sum(room_count) as n
from scope
group by dim_1, dim_2, dim_3
