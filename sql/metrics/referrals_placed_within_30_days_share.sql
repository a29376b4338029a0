/* metric
name: referrals_placed_within_30_days_share
title_nl: Binnen 30 dagen na verwijzing geplaatst
title_en: Placed within 30 days of referral
about_nl: "Verwijzingen naar Vlaanderen waarvan het huishouden binnen 30 dagen een eerste nacht in een opvangplaats had, als aandeel van de verwijzingen die minstens 30 dagen gevolgd konden worden. Verwijzingen zonder dossiernummer tellen niet mee: daarbij is geen plaatsing te vinden. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Referrals to Flanders whose household had a first night in a place within 30 days, as a share of the referrals that could be followed for at least 30 days. Referrals without a file number are left out: no stay can be found for them. As long as no placements were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
min_n: 10
protects: household
relation: fct_referral
time: referred_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: "region_code = 'flanders' and household_id is not null and known_days >= 30"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
sources: [fedasil/referrals, housing_tool/placements]
requires: [housing_tool/placements]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where placed_days <= 30) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where placed_days <= 30) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
