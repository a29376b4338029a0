/* metric
name: places_solidarity_ratio
title_nl: "Opvangplaatsen tegenover inwoners"
title_en: "Places against inhabitants"
about_nl: "Aandeel in de geregistreerde opvangplaatsen gedeeld door het aandeel in de inwoners (laatste telling voor de datum: nu die van 2020), binnen de gevraagde selectie. 1 is evenveel plaatsen per inwoner als het geheel, 2 is het dubbele. Plaatsen zonder gekende gemeente tellen niet mee."
about_en: "Share of the registered places divided by the share of the inhabitants (latest count before the date: now that of 2020), within what is asked. 1 is as many places per inhabitant as the whole, 2 is twice as many. Places without a known municipality are left out."
unit: ratio
decimals: 2
kind: stock
better: up
range: [0]
min_n: 10
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count, population_count, protected_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: none
where: "row_code in ('place', 'population') and province_code is not null"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
counts: {metric: places_registered, where: {province: ["10000", "20001", "30000", "40000", "70000"]}}
sources: [housing_tool/places]
*/
with grouped as (

    select
        dim_1,
        dim_2,
        dim_3,
        _at,
        sum(registered_count) as places_count,
        sum(population_count) as inhabitants_count,
        sum(protected_count) as all_protected_count
    from scope
    group by dim_1, dim_2, dim_3, _at

),

compared as (

    select
        *,
        sum(places_count) over (partition by _at) as all_places_count,
        sum(inhabitants_count) over (partition by _at) as all_inhabitants_count
    from grouped

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(max(places_count) as double) / nullif(cast(max(all_places_count) as double), 0)
    / nullif(cast(max(inhabitants_count) as double) / nullif(cast(max(all_inhabitants_count) as double), 0), 0) as value,
    max(all_protected_count) as n,
    max(places_count) as part,
    cast(max(all_places_count) as double) * cast(max(inhabitants_count) as double)
    / nullif(cast(max(all_inhabitants_count) as double), 0) as whole
from compared
group by dim_1, dim_2, dim_3
