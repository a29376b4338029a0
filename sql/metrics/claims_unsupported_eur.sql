/* metric
name: claims_unsupported_eur
title_nl: Gevraagd boven wat de andere leveringen onderbouwen
title_en: Claimed above what other exports support
about_nl: "Per dossier het gevraagde bedrag boven wat de andere leveringen onderbouwen, opgeteld; dossiers die minder vragen, tellen als nul. Plaatsen die in wacht staan of sluiten, waren gevalideerd: wie er verblijft, telt mee. Elke maand staat op zichzelf: een bedrag dat één keer verschuldigd is, wordt niet naast vroegere maanden gelegd. Dossiers waarvan geen levering de eenheden kent, tellen niet mee. Een verschil zegt niet wie zich vergist: ook de huisvestingstool kan onvolledig zijn. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben (van nachten minstens één persoon per 31, van elk bestuur de drukste maand). Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "For each claim the amount above what the other exports support, added up; claims for less count as zero. Places that are on hold or closing were validated: who stays there counts. Each month is judged by itself: an amount that is due once is not held against earlier months. Claims of which no export knows the units are left out. A difference does not tell who is wrong: the housing tool can be incomplete too. For the threshold the number of persons or places that the claims are about counts (of nights at least one person for each 31, of each authority its fullest month). As long as no placements were delivered there is no figure."
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
contributions: {of: kbo_number, per: period_month, sum: "greatest(unsupported_eur, 0)", behind: protected_count}
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(value) as value,
    sum(behind_count) as n
from contributions
group by dim_1, dim_2, dim_3
