/* metric
name: prospection_agreed_share
title_nl: "Aandeel haalbare locaties met een akkoord"
title_en: "Share agreed of the feasible locations"
about_nl: "Locaties die in de periode haalbaar bevonden werden en waarover een akkoord is, als aandeel van alle locaties die in de periode haalbaar bevonden werden."
about_en: "Locations found feasible in the period on which there is an agreement, as a share of all locations found feasible in the period."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: feasible_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 2
interval: wilson
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
    cast(count(*) filter (where agreed_date is not null) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where agreed_date is not null) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
