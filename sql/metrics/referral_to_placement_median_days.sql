/* metric
name: referral_to_placement_median_days
title_nl: Mediane tijd van verwijzing tot plaatsing
title_en: Median time from referral to placement
about_nl: "Dagen van verwijzing naar Vlaanderen tot de eerste nacht in een opvangplaats waarop de helft geplaatst is (Kaplan-Meier). Wie nog niet geplaatst is, telt mee als nog wachtend. Geen cijfer zolang minder dan de helft geplaatst is. Verwijzingen zonder dossiernummer tellen niet mee: daarbij is geen plaatsing te vinden. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Days from referral to Flanders to the first night in a place by which half are placed (Kaplan-Meier). Who is not placed yet counts as still waiting. No figure while fewer than half are placed. Referrals without a file number are left out: no stay can be found for them. As long as no placements were delivered there is no figure."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
min_n: 10
protects: household
relation: fct_referral
time: referred_date
over_time: none
over_place: none
over_groups: none
empty: none
values: observed_days
ended: placed_date is not null
where: region_code = 'flanders' and household_id is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
sources: [fedasil/referrals, housing_tool/placements]
requires: [housing_tool/placements]
*/
with sizes as (

    select dim_1, dim_2, dim_3, count(distinct household_id) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    sizes.dim_1,
    sizes.dim_2,
    sizes.dim_3,
    kaplan_meier.value,
    sizes.n
from sizes
join kaplan_meier
    on sizes.dim_1 is not distinct from kaplan_meier.dim_1
    and sizes.dim_2 is not distinct from kaplan_meier.dim_2
    and sizes.dim_3 is not distinct from kaplan_meier.dim_3
