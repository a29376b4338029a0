/* metric
name: housed_per_1000
title_nl: Personen in opvang per 1.000 inwoners
title_en: Persons in a place per 1,000 inhabitants
about_nl: "Personen die op de datum in een opvangplaats verblijven, per 1.000 inwoners (laatste telling voor de datum: nu die van 2020)."
about_en: "Persons who stay in a place on the date, per 1,000 inhabitants (latest count before the date: now that of 2020)."
unit: per_1000
decimals: 1
kind: stock
better: neutral
range: [0]
protects: person
household: household_id
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [occupied_count, population_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: poisson
where: "row_code in ('stay', 'population')"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
counts: {metric: places_occupied}
sources: [housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    1000 * cast(sum(occupied_count) as double) / nullif(cast(sum(population_count) as double), 0) as value,
    sum(occupied_count) as n,
    sum(occupied_count) as part,
    sum(population_count) as whole,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
