/* metric
name: claims_amount_eur
title_nl: Gevraagde subsidies
title_en: Subsidies claimed
about_nl: "Bedrag van de subsidiedossiers naar de maand waarop ze betrekking hebben, volgens de laatste levering voor die maand. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben (van nachten minstens één persoon per 31, van elk bestuur de drukste maand)."
about_en: "Amount of the subsidy claims by the month they are about, as last delivered for that month. For the threshold the number of persons or places that the claims are about counts (of nights at least one person for each 31, of each authority its fullest month)."
unit: eur
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
contributor: kbo_number
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
contributions: {of: kbo_number, per: period_month, sum: claimed_eur, behind: protected_count}
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(value) as value,
    sum(behind_count) as n,
    max(value) as largest,
    max(value) filter (where size_rank = 2) as second
from contributions
group by dim_1, dim_2, dim_3
