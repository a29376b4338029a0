/* metric
name: offers_authority_consulted_share
title_nl: Aanbiedingen in overleg met het lokaal bestuur
title_en: Offers in consultation with the local authority
about_nl: "Aanbiedingen waarvoor het lokaal bestuur geraadpleegd werd, als aandeel van alle aanbiedingen. Niet ingevuld telt als niet geraadpleegd."
about_en: "Offers for which the local authority was consulted, as a share of all offers. Not filled in counts as not consulted."
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
    cast(count(*) filter (where is_authority_consulted) as double) / nullif(cast(count(*) as double), 0) as value,
    sum(protected_count) as n,
    count(*) filter (where is_authority_consulted) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
