/* metric
name: work_items
title_nl: Werkitems
title_en: Work items
about_nl: Geregistreerde werkitems van de teams naar de dag van registratie.
about_en: Logged work items of the teams by the day of logging.
unit: items
decimals: 0
kind: flow
better: neutral
range: [0]
protects: none
protects_reason: "gaat over werk van teams, niet over opgevangen personen"
relation: fct_work_item
time: logged_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
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
    count(*) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
