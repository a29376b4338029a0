/* metric
name: offers_filled_share
title_nl: "Aandeel aanvaarde aanbiedingen dat ingevuld is"
title_en: "Share of accepted offers that were filled"
about_nl: "Aanbiedingen waarvan de plaats daarna ingevuld werd, als aandeel van de aanbiedingen van de periode die Fedasil aanvaardde."
about_en: "Offers of which the place was filled afterwards, as a share of the offers of the period that Fedasil accepted."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
min_n: 10
protects: host
relation: fct_offer
time: offered_date
over_time: none
over_place: none
over_groups: none
empty: none
settles: 6
interval: wilson
where: "is_accepted"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
out_of: {metric: offers_accepted_share}
sources: [housing_tool/offers, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_filled) as double) / nullif(cast(count(*) as double), 0) as value,
    sum(protected_count) as n,
    count(*) filter (where is_filled) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
