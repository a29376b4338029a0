/* metric
name: work_tool_upkeep_share
title_nl: Aandeel werk aan de huisvestingstool
title_en: Share of work on the housing tool
about_nl: Werkitems voor het actueel houden van de huisvestingstool als aandeel van alle werkitems. Het aandeel kan dalen terwijl het aantal gelijk blijft.
about_en: "Work items on keeping the housing tool current, as a share of all work items. A falling share may be a stable count."
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
dimensions:
  team: team_code
  province: province_code
sources: [contacts/work_items]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where kind_code = 'tool_upkeep') as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where kind_code = 'tool_upkeep') as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
