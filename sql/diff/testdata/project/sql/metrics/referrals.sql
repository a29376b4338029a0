/* metric
name: referrals
title_nl: Verwijzingen
title_en: Referrals
about_nl: Verwijzingen
about_en: Referrals
unit: referrals
unit_nl: referrals
unit_en: referrals
kind: flow
better: neutral
protects: none
protects_reason: made up
relation: fct_referral
time: referred_date
over_time: sum
over_groups: sum
empty: zero
sources: [tool/referrals]
*/
select dim_1, dim_2, dim_3, count(*) as value, count(*) as n
from scope
group by dim_1, dim_2, dim_3
