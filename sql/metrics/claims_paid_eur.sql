/* metric
name: claims_paid_eur
title_nl: Betaalde subsidies
title_en: Subsidies paid
about_nl: "Goedgekeurd bedrag van betaalde dossiers, naar de dag van betaling. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben."
about_en: "Approved amount of paid claims, by the day of payment. For the threshold the number of persons or places that the claims are about counts."
unit: eur
decimals: 0
kind: flow
better: neutral
protects: person
relation: fct_claim
time: paid_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
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
    sum(paid_eur) as value,
    sum(unit_count) as n
from scope
group by dim_1, dim_2, dim_3
