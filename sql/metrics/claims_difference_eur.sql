/* metric
name: claims_difference_eur
title_nl: Gevraagd min herberekend
title_en: Claimed less recomputed
about_nl: "Gevraagd bedrag min het bedrag volgens de regel van de maand op dezelfde eenheden; minder gevraagd telt negatief. Dossiers waarvoor geen regel een bedrag geeft, tellen niet mee. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben (van nachten minstens één persoon per 31, van elk bestuur de drukste maand)."
about_en: "Amount claimed less the amount by the rule of the month on the same units; less claimed counts as negative. Claims for which no rule gives an amount are left out. For the threshold the number of persons or places that the claims are about counts (of nights at least one person for each 31, of each authority its fullest month)."
unit: eur
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
contributions: {of: kbo_number, per: period_month, sum: difference_eur, behind: protected_count}
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(value) as value,
    sum(behind_count) as n
from contributions
group by dim_1, dim_2, dim_3
