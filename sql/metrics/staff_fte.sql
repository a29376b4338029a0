/* metric
name: staff_fte
title_nl: Voltijdse equivalenten
title_en: Full-time equivalents
about_nl: Som van de voltijdse equivalenten van de personen die op de datum in een van de teams werken.
about_en: Sum of full-time equivalents of the persons who work in one of the teams on the date.
unit: fte
decimals: 1
kind: stock
better: neutral
range: [0]
protects: none
protects_reason: "aantallen personeelsleden van de overheid, geen opgevangen personen"
relation: fct_staff
valid: [valid_from_date, valid_until_date]
over_time: last
over_place: sum
over_groups: sum
empty: zero
dimensions:
  team: team_code
  role: role_code
  province: province_code
sources: [staff/fte]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(fte) as value,
    count(distinct staff_id) as n
from scope
group by dim_1, dim_2, dim_3
