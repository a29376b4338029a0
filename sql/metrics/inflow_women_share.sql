/* metric
name: inflow_women_share
title_nl: "Aandeel vrouwen in de instroom"
title_en: "Share of women in the inflow"
about_nl: "Vrouwen en meisjes als aandeel van alle personen met een attest in de periode."
about_en: "Women and girls as a share of all persons with an attestation in the period."
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
counts: {metric: inflow_persons, where: {sex: [f]}}
out_of: {metric: inflow_persons}
sources: [immigration/attestations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(coalesce(sum(person_count) filter (where sex_code = 'f'), 0) as double) / nullif(cast(sum(person_count) as double), 0) as value,
    sum(person_count) as n,
    coalesce(sum(person_count) filter (where sex_code = 'f'), 0) as part,
    sum(person_count) as whole
from scope
group by dim_1, dim_2, dim_3
