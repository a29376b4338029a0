/* metric
name: places_gini
title_nl: Spreiding van opvangplaatsen (Gini)
title_en: Concentration of places (Gini)
about_nl: "Gini-coëfficiënt van geregistreerde opvangplaatsen over gemeenten, gemeenten zonder plaatsen inbegrepen: 0 is overal evenveel, 1 is alles in één gemeente. Het verschil in inwonersaantal tussen gemeenten zit erin."
about_en: "Gini coefficient of registered places over municipalities, those without places included: 0 is equal everywhere, 1 is all in one municipality. It includes differences in population between municipalities."
unit: ratio
decimals: 2
kind: stock
better: neutral
range: [0, 1]
protects: none
protects_reason: een maat over alle gemeenten samen laat geen gemeente of gastgezin zien
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count]
over_time: last
over_place: none
over_groups: none
empty: none
where: "row_code in ('place', 'population') and is_centre_city is not null"
dimensions:
  province: province_code
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
        row_number() over (partition by dim_1, dim_2, dim_3 order by places_count, nis_code) as rank_number
    from municipalities

)

select
    dim_1,
    dim_2,
    dim_3,
    2 * cast(sum(rank_number * places_count) as double)
    / nullif(cast(count(*) as double) * cast(sum(places_count) as double), 0)
    - cast(count(*) + 1 as double) / cast(count(*) as double) as value,
    count(*) as n
from ranked
group by dim_1, dim_2, dim_3
