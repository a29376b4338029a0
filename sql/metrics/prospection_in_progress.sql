/* metric
name: prospection_in_progress
title_nl: "Locaties in behandeling"
title_en: "Locations in progress"
about_nl: "Locaties die tot en met de datum aangemeld werden en dan nog niet in de huisvestingstool staan en niet afgevallen zijn."
about_en: "Locations that on the date are announced, not yet in the housing tool and not dropped."
unit: locations
decimals: 0
kind: stock
better: neutral
range: [0]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
valid: [announced_date, ended_date]
over_time: last
over_place: sum
over_groups: sum
empty: zero
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  owner: owner_code
  bottleneck: bottleneck_code
sources: [prospection/locations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(*) as n
from scope
group by dim_1, dim_2, dim_3
