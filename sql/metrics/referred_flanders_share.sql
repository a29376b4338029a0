/* metric
name: referred_flanders_share
title_nl: "Aandeel verwezen naar het Vlaams Gewest"
title_en: "Share referred to the Flemish Region"
about_nl: "Personen die Fedasil naar het Vlaams Gewest verwees, als aandeel van alle personen die Fedasil in de periode aan een gewest toewees."
about_en: "Persons whom Fedasil referred to the Flemish Region, as a share of all persons whom it assigned to a region in the period."
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
interval: none
where: "region_code <> 'unassigned'"
dimensions:
  vulnerable: is_vulnerable
counts: {metric: referred_persons, where: {region: [flanders]}}
out_of: {metric: referred_persons, where: {region: [flanders, wallonia, brussels]}}
sources: [fedasil/referrals]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(coalesce(sum(person_count) filter (where region_code = 'flanders'), 0) as double) / nullif(cast(sum(person_count) as double), 0) as value,
    sum(person_count) as n,
    coalesce(sum(person_count) filter (where region_code = 'flanders'), 0) as part,
    sum(person_count) as whole,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
