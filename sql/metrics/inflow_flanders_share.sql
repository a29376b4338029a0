/* metric
name: inflow_flanders_share
title_nl: "Aandeel van het Vlaams Gewest in de instroom"
title_en: "Share of the Flemish Region in the inflow"
about_nl: "Personen met een attest die in het Vlaams Gewest geregistreerd zijn, als aandeel van alle personen met een attest in de periode. Wie niet toegewezen is, zit in de noemer."
about_en: "Persons with an attestation who are registered in the Flemish Region, as a share of all persons with an attestation in the period. Those who are not assigned are in the denominator."
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
  age_band: age_band_code
  sex: sex_code
counts: {metric: inflow_persons, where: {region: [flanders]}}
out_of: {metric: inflow_persons}
sources: [immigration/attestations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(coalesce(sum(person_count) filter (where region_code = 'flanders'), 0) as double) / nullif(cast(sum(person_count) as double), 0) as value,
    sum(person_count) as n,
    coalesce(sum(person_count) filter (where region_code = 'flanders'), 0) as part,
    sum(person_count) as whole
from scope
group by dim_1, dim_2, dim_3
