/* metric
name: referred_persons
title_nl: Door Fedasil verwezen personen
title_en: Referred persons
about_nl: "Personen in de verwijzingen van Fedasil in de periode. Een verwijzing die opnieuw werd geleverd, telt één keer."
about_en: Persons in the referrals by Fedasil in the period. A referral that was delivered again counts once.
unit: persons
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
household: household_id
relation: fct_referral
time: referred_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
settles: 2
dimensions:
  region: region_code
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  vulnerable: is_vulnerable
sources: [fedasil/referrals]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(person_count) as value,
    sum(person_count) as n,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
