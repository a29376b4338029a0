/* metric
name: referred_vulnerable_share
title_nl: Aandeel kwetsbare profielen bij de verwijzingen
title_en: Share of vulnerable profiles in referrals
about_nl: "Personen in verwijzingen van een kwetsbaar huishouden, als aandeel van alle verwezen personen voor wie dit is ingevuld."
about_en: "Persons in referrals of a vulnerable household, as a share of all referred persons for whom this was filled in."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
min_n: 10
protects: person
household: household_id
relation: fct_referral
time: referred_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: is_vulnerable is not null
dimensions:
  region: region_code
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
counts: {metric: referred_persons, where: {vulnerable: ["true"]}}
out_of: {metric: referred_persons, where: {vulnerable: ["true", "false"]}}
sources: [fedasil/referrals]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(coalesce(sum(person_count) filter (where is_vulnerable), 0) as double) / nullif(cast(sum(person_count) as double), 0) as value,
    sum(person_count) as n,
    coalesce(sum(person_count) filter (where is_vulnerable), 0) as part,
    sum(person_count) as whole,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
