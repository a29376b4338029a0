/* metric
name: claims_supported_eur
title_nl: Subsidies volgens de andere exports
title_en: Subsidies that other exports support
about_nl: "Bedrag volgens de regel van de maand, op de eenheden die de huisvestingstool zelf laat zien op de dag waarvan de stand telt. Dossiers waarvan geen export de eenheden kent, tellen niet mee. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben."
about_en: "Amount by the rule of the month, on the units that the housing tool itself shows on the day whose state counts. Claims of which no export knows the units are left out. For the threshold the number of persons or places that the claims are about counts."
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
where: supported_eur is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
  subsidy_rule: rule_code
  claim_support: support_code
sources: [subsidy/claims, housing_tool/places, housing_tool/placements, housing_tool/persons]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(supported_eur) as value,
    sum(unit_count) as n
from scope
group by dim_1, dim_2, dim_3
