/* metric
name: prospection_collective_15_share
title_nl: "Aandeel locaties met {collective_places} plaatsen of meer"
title_en: "Share of locations with {collective_places} places or more"
about_nl: "Geprospecteerde locaties met minstens {collective_places} plaatsen als aandeel van de locaties die in de periode bezocht werden en waarvan het aantal plaatsen gekend is."
about_en: "Prospected locations with at least {collective_places} places, as a share of the locations visited in the period with a known number of places."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: visited_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: "place_count > 0"
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
    cast(count(*) filter (where place_count >= {collective_places}) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where place_count >= {collective_places}) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
