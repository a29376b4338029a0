/* metric
name: claims_approved_eur
title_nl: Goedgekeurde subsidies
title_en: Subsidies approved
about_nl: Goedgekeurd bedrag naar de maand waarop de dossiers betrekking hebben. Dossiers zonder beslissing tellen als nul. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben.
about_en: Approved amount by the month the claims are about. Claims without a decision count as zero. For the threshold the number of persons or places that the claims are about counts.
unit: eur
decimals: 0
kind: flow
better: neutral
protects: person
relation: fct_claim
time: period_month
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
    sum(approved_eur) as value,
    sum(unit_count) as n
from scope
group by dim_1, dim_2, dim_3
