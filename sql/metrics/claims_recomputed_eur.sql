/* metric
name: claims_recomputed_eur
title_nl: Herberekende subsidies
title_en: Subsidies recomputed
about_nl: "Bedrag van de dossiers volgens de regel van hun maand, op de gevraagde eenheden. Dossiers waarvoor geen regel een bedrag geeft, zoals nooddorpen met een eigen overeenkomst, tellen niet mee. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben (van nachten minstens één persoon per 31, van elk bestuur de drukste maand)."
about_en: "Amount of the claims by the rule of their month, on the units claimed. Claims for which no rule gives an amount, such as emergency villages with an agreement of their own, are left out. For the threshold the number of persons or places that the claims are about counts (of nights at least one person for each 31, of each authority its fullest month)."
unit: eur
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
relation: fct_claim
time: period_month
grain: month
over_time: sum
over_place: sum
over_groups: sum
empty: zero
settles: 3
where: recomputed_eur is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
  subsidy_rule: rule_code
  claim_support: support_code
sources: [subsidy/claims]
contributions: {of: kbo_number, per: period_month, sum: recomputed_eur, behind: protected_count}
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(value) as value,
    sum(behind_count) as n
from contributions
group by dim_1, dim_2, dim_3
