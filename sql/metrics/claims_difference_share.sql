/* metric
name: claims_difference_share
title_nl: Verschil met de herberekening
title_en: Difference with the recomputation
about_nl: "Gevraagd min herberekend bedrag, als aandeel van het gevraagde bedrag van de dossiers waarvoor een regel een bedrag geeft."
about_en: "Claimed less recomputed amount, as a share of the amount claimed in claims for which a rule gives an amount."
unit: share
decimals: 1
kind: flow
better: neutral
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
where: difference_eur is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
  subsidy_rule: rule_code
  claim_support: support_code
sources: [subsidy/claims]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(difference_eur) as double) / nullif(cast(sum(claimed_eur) as double), 0) as value,
    count(distinct kbo_number) as n
from scope
group by dim_1, dim_2, dim_3
