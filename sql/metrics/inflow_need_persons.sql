/* metric
name: inflow_need_persons
title_nl: "Personen met een woonnood bij de instroom"
title_en: "Persons with a housing need in the inflow"
about_nl: "Personen die bij hun attest van tijdelijke bescherming een woonnood opgaven, naar de maand van het attest."
about_en: "Persons who stated a housing need with their attestation of temporary protection, by the month of the attestation."
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
    sum(need_count) as value,
    sum(need_count) as n
from scope
group by dim_1, dim_2, dim_3
