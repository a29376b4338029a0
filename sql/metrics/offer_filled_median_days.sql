/* metric
name: offer_filled_median_days
title_nl: Mediane tijd van aanbod tot invulling
title_en: Median time from offer to filling
about_nl: "Mediaan in dagen van aanbod aan Fedasil tot invulling, naar de dag van het aanbod, voor aanbiedingen die ingevuld zijn. Wat nog niet ingevuld is, telt niet mee: van wat pas aangeboden is, zijn enkel de korte tijden gekend, en daar is het cijfer te laag."
about_en: "Median in days from offer to Fedasil to filling, by the day of the offer, for offers that were filled. What is not filled yet is left out: of what was offered lately only the short times are known, and there the figure is too low."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
min_n: 10
protects: host
relation: fct_offer
time: offered_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 6
values: filled_days
quantile: 0.5
where: filled_days is not null
dimensions:
  province: province_code
  category: category_code
  place_type: place_type_code
sources: [housing_tool/offers, housing_tool/places]
*/
with sizes as (

    select dim_1, dim_2, dim_3, count(distinct place_id) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    quantiles.dim_1,
    quantiles.dim_2,
    quantiles.dim_3,
    quantiles.value,
    sizes.n
from quantiles
join sizes
    on quantiles.dim_1 is not distinct from sizes.dim_1
    and quantiles.dim_2 is not distinct from sizes.dim_2
    and quantiles.dim_3 is not distinct from sizes.dim_3
