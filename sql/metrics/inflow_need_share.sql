/* metric
name: inflow_need_share
title_nl: Aandeel met een woonnood bij de instroom
title_en: Share with a housing need in the inflow
about_nl: "Personen die bij hun attest een woonnood opgaven, als aandeel van alle personen met een attest in de periode."
about_en: "Persons who stated a housing need with their attestation, as a share of all persons with an attestation in the period."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
min_n: 10
protects: person
relation: fct_attestation
time: attested_month
grain: month
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions:
  region: region_code
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  age_band: age_band_code
  sex: sex_code
counts: {metric: inflow_need_persons}
out_of: {metric: inflow_persons}
sources: [immigration/attestations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(need_count) as double) / nullif(cast(sum(person_count) as double), 0) as value,
    sum(person_count) as n,
    sum(need_count) as part,
    sum(person_count) as whole
from scope
group by dim_1, dim_2, dim_3
