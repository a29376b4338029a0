/* metric
name: claims_outside_rule_share
title_nl: Aandeel dossiers buiten de regels
title_en: Share of claims outside the rules
about_nl: "Dossiers met een gevraagd bedrag buiten wat de regels van de maand toelaten, als aandeel van de dossiers waarvoor een regel een bedrag geeft."
about_en: "Claims with an amount outside what the rules of the month allow, as a share of the claims for which a rule gives an amount."
unit: share
decimals: 1
kind: flow
better: down
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
interval: wilson
where: rule_gap_eur is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
sources: [subsidy/claims]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where rule_gap_eur <> 0) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct kbo_number) as n,
    count(*) filter (where rule_gap_eur <> 0) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
