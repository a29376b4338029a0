/* metric
name: displaced_per_1000
title_nl: Attesten per 1.000 inwoners
title_en: Attestations per 1,000 inhabitants
about_nl: "Alle attesten van tijdelijke bescherming tot en met de laatste volledige maand, per 1.000 inwoners (laatste telling voor de datum: nu die van 2020). Het cijfer daalt niet wanneer iemand vertrekt. Attesten zonder gemeente tellen niet mee."
about_en: "All attestations of temporary protection up to the last complete month, per 1,000 inhabitants (latest count before the date: now that of 2020). It does not fall when somebody leaves. Attestations without a municipality are not counted."
unit: per_1000
decimals: 1
kind: stock
better: neutral
range: [0]
protects: person
relation: fct_displaced
valid: [valid_from_date, valid_until_date]
adds: [attested_count, population_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: poisson
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
sources: [immigration/attestations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    1000 * cast(sum(attested_count) as double) / nullif(cast(sum(population_count) as double), 0) as value,
    sum(attested_count) as n,
    sum(attested_count) as part,
    sum(population_count) as whole
from scope
group by dim_1, dim_2, dim_3
