/* metric
name: months_restated
title_nl: "Herziene maanden"
title_en: "Months restated"
about_nl: "Maanden waarvan een cijfer na de eerste bekendmaking minstens één keer wijzigde door een herziening, een late rij of een schrapping. Zonder indeling naar cijfer telt een maand één keer."
about_en: "Months of which a figure changed at least once after it was first known, by a restatement, a late row or a deletion. Without a cut by figure a month counts once."
unit: months
unit_nl: "maanden"
unit_en: "months"
decimals: 0
kind: flow
better: down
range: [0]
protects: none
protects_reason: "gaat over leveringen, niet over opgevangen personen"
relation: fct_revision
time: reference_month
grain: month
over_time: sum
over_place: none
over_groups: none
empty: zero
where: "change_amount <> 0"
dimensions:
  figure: figure_code
sources: [immigration/attestations, housing_tool/placements, subsidy/claims]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct reference_month) as value,
    count(distinct reference_month) as n
from scope
group by dim_1, dim_2, dim_3
