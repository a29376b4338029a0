/* metric
name: work_item_share
title_nl: Aandeel in het werk
title_en: Share of the work
about_nl: "Werkitems van een soort als aandeel van alle werkitems in dezelfde periode en hetzelfde team. Zonder indeling naar soort is het 100 %."
about_en: "Work items of a kind as a share of all work items in the same period and team. Without a cut by kind it is 100%."
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
select
    dim_1,
    dim_2,
    dim_3,
    cast(part as double) / cast(whole as double) as value,
    part as n,
    part,
    whole
from shares
