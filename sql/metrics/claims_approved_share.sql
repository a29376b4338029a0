/* metric
name: claims_approved_share
title_nl: Aandeel goedgekeurd bedrag
title_en: Share of the amount approved
about_nl: "Goedgekeurd bedrag als aandeel van het gevraagde bedrag, voor dossiers met een beslissing."
about_en: "Amount approved as a share of the amount claimed, for claims with a decision."
unit: share
decimals: 1
kind: flow
better: neutral
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
where: decided_date is not null
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
    cast(sum(approved_eur) as double) / nullif(cast(sum(claimed_eur) as double), 0) as value,
    count(distinct kbo_number) as n
from scope
group by dim_1, dim_2, dim_3
