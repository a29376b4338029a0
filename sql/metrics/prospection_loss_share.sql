/* metric
name: prospection_loss_share
title_nl: "Aandeel per knelpunt bij afgevallen locaties"
title_en: "Share of the bottlenecks of dropped locations"
about_nl: "Afgevallen locaties met een knelpunt als aandeel van alle locaties die in dezelfde periode afvielen. Zonder indeling naar knelpunt is het 100 %."
about_en: "Dropped locations with a bottleneck as a share of all locations dropped in the same period. Without a cut by bottleneck it is 100%."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: dropped_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
shares: bottleneck
dimensions:
  bottleneck: bottleneck_code
  province: province_code
  centre_city: is_centre_city
  owner: owner_code
sources: [prospection/locations]
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
