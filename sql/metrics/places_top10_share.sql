/* metric
name: places_top10_share
title_nl: Aandeel van de tien grootste gemeenten
title_en: Share of the ten largest municipalities
about_nl: "Geregistreerde opvangplaatsen in de tien gemeenten met de meeste plaatsen, als aandeel van alle geregistreerde plaatsen."
about_en: "Registered places in the ten municipalities with most places, as a share of all registered places."
unit: share
decimals: 1
kind: stock
better: neutral
range: [0, 1]
protects: none
protects_reason: tien gemeenten samen laten geen gemeente of gastgezin zien
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count]
over_time: last
over_place: none
over_groups: none
empty: none
where: "row_code = 'place' and status_code <> 'closed'"
dimensions:
  province: province_code
  category: category_code
  place_type: place_type_code
sources: [housing_tool/places]
*/
with municipalities as (

    select
        dim_1,
        dim_2,
        dim_3,
        nis_code,
        sum(registered_count) as places_count
    from scope
    group by dim_1, dim_2, dim_3, nis_code

),

ranked as (

    select
        *,
        row_number() over (partition by dim_1, dim_2, dim_3 order by places_count desc, nis_code) as rank_number
    from municipalities

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(places_count) filter (where rank_number <= 10) as double)
    / nullif(cast(sum(places_count) as double), 0) as value,
    count(*) as n
from ranked
group by dim_1, dim_2, dim_3
