/* metric
name: restatement_share
title_nl: "Aandeel herziene cijfers"
title_en: "Share of figures restated"
about_nl: "Maandcijfers waarvan het laatst gekende meer dan 1 % afwijkt van het eerst gekende, als aandeel van alle maandcijfers die opgevolgd worden."
about_en: "Monthly figures of which the last known differs by more than 1% from the first known, as a share of all monthly figures followed."
unit: share
decimals: 1
kind: flow
better: down
range: [0, 1]
protects: none
protects_reason: "gaat over leveringen, niet over opgevangen personen"
relation: fct_revision
time: reference_month
grain: month
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions:
  figure: figure_code
sources: [immigration/attestations, housing_tool/placements, subsidy/claims]
*/
with latest as (

    select
        dim_1,
        dim_2,
        dim_3,
        figure_code,
        reference_month,
        max(first_amount) as first_amount,
        max_by(figure_amount, known_month) as last_amount
    from scope
    group by dim_1, dim_2, dim_3, figure_code, reference_month

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where 100 * abs(last_amount - first_amount) > first_amount) as double) / cast(count(*) as double) as value,
    count(*) as n,
    count(*) filter (where 100 * abs(last_amount - first_amount) > first_amount) as part,
    count(*) as whole
from latest
group by dim_1, dim_2, dim_3
