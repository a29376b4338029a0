/* metric
name: inflow_persons
title_nl: "Instroom: attesten van tijdelijke bescherming"
title_en: "Inflow: attestations of temporary protection"
about_nl: "Personen aan wie de Dienst Vreemdelingenzaken in de maand een attest van tijdelijke bescherming gaf, volgens de laatste levering voor die maand. Wie verhuist of terugkeert, telt niet opnieuw mee. Een maand die nog niet geleverd is, heeft geen cijfer."
about_en: "Persons to whom the Immigration Office gave an attestation of temporary protection in the month, as last delivered for that month. Who moves or returns is not counted again. A month that was not delivered yet has no figure."
unit: persons
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
relation: fct_attestation
time: attested_month
grain: month
over_time: sum
over_place: sum
over_groups: sum
empty: zero
dimensions:
  region: region_code
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  age_band: age_band_code
  sex: sex_code
sources: [immigration/attestations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(person_count) as value,
    sum(person_count) as n
from scope
group by dim_1, dim_2, dim_3
