/* metric
name: claims_unsupported_share
title_nl: Aandeel gevraagd boven wat de andere leveringen onderbouwen
title_en: Share claimed above what other exports support
about_nl: "Gevraagd bedrag boven wat de andere leveringen onderbouwen, als aandeel van het gevraagde bedrag van de dossiers waarvan de leveringen de eenheden kennen. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Amount claimed above what the other exports support, as a share of the amount of the claims of which the exports know the units. As long as no placements were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: down
range: [0]
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
where: unsupported_eur is not null
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
    cast(sum(greatest(unsupported_eur, 0)) as double) / nullif(cast(sum(claimed_eur) as double), 0) as value,
    count(distinct kbo_number) as n
from scope
group by dim_1, dim_2, dim_3
