/* metric
name: claims_support_known_share
title_nl: Aandeel gevraagd bedrag dat na te rekenen is
title_en: Share of the amount that can be verified
about_nl: "Gevraagd bedrag van de dossiers waarvan de andere leveringen de eenheden kennen, als aandeel van alle gevraagde bedragen. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Amount of the claims of which the other exports know the units, as a share of all amounts claimed. As long as no placements were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
min_n: 10
protects: organisation
relation: fct_claim
time: period_month
grain: month
over_time: none
over_place: none
over_groups: none
empty: none
settles: 3
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
  subsidy_rule: rule_code
  claim_support: support_code
sources: [subsidy/claims, housing_tool/places, housing_tool/placements, housing_tool/persons]
requires: [housing_tool/placements]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(coalesce(sum(claimed_eur) filter (where supported_eur is not null), 0) as double) / nullif(cast(sum(claimed_eur) as double), 0) as value,
    count(distinct kbo_number) as n
from scope
group by dim_1, dim_2, dim_3
