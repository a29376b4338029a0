/* metric
name: offers_accepted_share
title_nl: Aanvaarde aanbiedingen aan Fedasil
title_en: Offers accepted by Fedasil
about_nl: Aanvaarde aanbiedingen als aandeel van de aanbiedingen waarop Fedasil antwoordde.
about_en: Accepted offers as a share of the offers that Fedasil answered.
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
interval: wilson
where: is_accepted is not null
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/offers, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_accepted) as double) / nullif(cast(count(*) as double), 0) as value,
    sum(protected_count) as n,
    count(*) filter (where is_accepted) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
