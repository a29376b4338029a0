/* metric
name: work_inflow_rehousing_share
title_nl: Aandeel werk aan instroom en herhuisvesting
title_en: Share of work on inflow and rehousing
about_nl: Werkitems voor instroom en herhuisvesting als aandeel van alle werkitems. Het aandeel kan stijgen terwijl het aantal gelijk blijft.
about_en: "Work items on inflow and rehousing, as a share of all work items. A rising share may be a stable count."
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
    cast(count(*) filter (where kind_code in ('inflow', 'rehousing')) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where kind_code in ('inflow', 'rehousing')) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
