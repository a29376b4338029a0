/* metric
name: work_item_share
title_nl: Aandeel in het werk
title_en: Share of the work
about_nl: "Werkitems van een soort als aandeel van alle werkitems in dezelfde periode en hetzelfde team. Zonder indeling naar soort is het 100 %; filter niet op soort."
about_en: "Work items of a kind as a share of all work items in the same period and team. Without a cut by kind it is 100%; do not filter on kind."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "gaat over werk van teams, niet over opgevangen personen"
relation: fct_work_item
time: logged_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
shares: kind
dimensions:
  kind: kind_code
  team: team_code
  province: province_code
sources: [contacts/work_items]
*/
with counted as (

    -- the dimension that the share is of is left out of what it is taken of
    select
        dim_1,
        dim_2,
        dim_3,
        base_1,
        base_2,
        base_3,
        count(*) as item_count
    from scope
    group by dim_1, dim_2, dim_3, base_1, base_2, base_3

),

shared as (

    select
        dim_1,
        dim_2,
        dim_3,
        item_count,
        sum(item_count) over (partition by base_1, base_2, base_3) as base_count
    from counted

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(item_count) as double) / cast(max(base_count) as double) as value,
    sum(item_count) as n,
    sum(item_count) as part,
    max(base_count) as whole
from shared
group by dim_1, dim_2, dim_3
