/* metric
name: claims_rule_gap_eur
title_nl: Gevraagd buiten de regels
title_en: Claimed outside the rules
about_nl: Gevraagd bedrag boven het hoogste of onder het laagste bedrag dat de regels van de maand toelaten; minder gevraagd telt negatief. Nooddorpen hebben een eigen overeenkomst en tellen niet mee. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben (van nachten minstens één persoon per 31, van elk bestuur de drukste maand).
about_en: Amount claimed above the most or below the least that the rules of the month allow; less claimed counts as negative. Emergency villages have their own agreement and are left out. For the threshold the number of persons or places that the claims are about counts (of nights at least one person for each 31, of each authority its fullest month).
unit: eur
decimals: 2
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
where: rule_gap_eur is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
sources: [subsidy/claims]
contributions: {of: kbo_number, per: period_month, sum: rule_gap_eur, behind: protected_count}
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(value) as value,
    sum(behind_count) as n
from contributions
group by dim_1, dim_2, dim_3
