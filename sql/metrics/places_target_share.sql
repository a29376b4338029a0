/* metric
name: places_target_share
title_nl: Bereikt deel van de doelstelling
title_en: Share of the target reached
about_nl: "Geregistreerde opvangplaatsen die niet gesloten zijn, als aandeel van de doelstelling die op de datum geldt."
about_en: "Registered places that are not closed, as a share of the target on the date."
unit: share
decimals: 1
kind: stock
better: up
range: [0]
protects: none
protects_reason: alleen het Vlaamse totaal wordt berekend
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count, target_count, _rows]
over_time: last
over_place: none
over_groups: none
empty: none
where: "row_code in ('place', 'target')"
sources: [housing_tool/places, targets/targets]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(registered_count) as double) / nullif(cast(sum(target_count) as double), 0) as value,
    sum(_rows) as n
from scope
group by dim_1, dim_2, dim_3
