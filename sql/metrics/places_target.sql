/* metric
name: places_target
title_nl: Doelstelling opvangplaatsen
title_en: Target for places
about_nl: Het aantal opvangplaatsen dat op de datum als doel geldt.
about_en: The number of places aimed at on the date.
unit: places
decimals: 0
kind: stock
bunched: true
better: neutral
range: [0]
protects: none
protects_reason: een doelstelling is een beleidscijfer
relation: fct_target
valid: [from_date, until_date]
over_time: last
over_place: none
over_groups: sum
empty: none
sources: [targets/targets]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(place_count) as value,
    sum(place_count) as n
from scope
group by dim_1, dim_2, dim_3
