/* metric
name: places_per_1000
title_nl: Opvangplaatsen per 1.000 inwoners
title_en: Places per 1,000 inhabitants
about_nl: "Geregistreerde opvangplaatsen die niet gesloten zijn, per 1.000 inwoners (laatste telling voor de datum: nu die van 2020). Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Registered places that are not closed, per 1,000 inhabitants (latest count before the date: now that of 2020). For the threshold each host family or private place counts as one."
unit: per_1000
decimals: 1
kind: stock
better: up
range: [0]
protects: host
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [registered_count, population_count, protected_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: none
where: "row_code in ('place', 'population')"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
counts: {metric: places_registered}
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    1000 * cast(sum(registered_count) as double) / nullif(cast(sum(population_count) as double), 0) as value,
    sum(protected_count) as n,
    sum(registered_count) as part,
    sum(population_count) as whole
from scope
group by dim_1, dim_2, dim_3
