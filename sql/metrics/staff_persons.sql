/* metric
name: staff_persons
title_nl: Personeelsleden
title_en: Staff
about_nl: "Personen die op de datum in een van de teams werken, zoals in de laatst gekende personeelslijst. De laatste werkdag telt mee."
about_en: "Persons who work in one of the teams on the date, as in the latest staff list known. The last day of work counts."
unit: persons
decimals: 0
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
    count(distinct staff_id) as value,
    count(distinct staff_id) as n
from scope
group by dim_1, dim_2, dim_3
