/* metric
name: claims_count
title_nl: Subsidiedossiers
title_en: Subsidy claims
about_nl: Subsidiedossiers naar de maand waarop ze betrekking hebben. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben.
about_en: Subsidy claims by the month they are about. For the threshold the number of persons or places that the claims are about counts.
unit: claims
decimals: 0
kind: flow
better: neutral
protects: person
relation: fct_claim
time: period_month
grain: month
over_time: sum
over_place: sum
over_groups: sum
empty: zero
settles: 3
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
    count(*) as value,
    sum(unit_count) as n
from scope
group by dim_1, dim_2, dim_3
