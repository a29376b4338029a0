/* metric
name: rehoused_within_30_days_share
title_nl: "Herhuisvest binnen {rehousing_wait_days} dagen"
title_en: "Rehoused within {rehousing_wait_days} days"
about_nl: "Vragen tot herhuisvesting die binnen {rehousing_wait_days} dagen een nieuwe plaats kregen, als aandeel van de vragen die minstens {rehousing_wait_days} dagen gevolgd konden worden. Beantwoord is een vraag op de eerste nacht van de volgende plaatsing van het huishouden, ook als ze nog open genoteerd staat, of op de dag waarop ze als herhuisvest werd afgesloten als die vroeger valt. Ingetrokken vragen en die van wie vertrok, blijven in de noemer. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Rehousing requests that were met within {rehousing_wait_days} days, as a share of the requests that could be followed for at least {rehousing_wait_days} days. A request is met on the first night of the household's next stay, also when it is still noted as open, or on the day it was closed as rehoused when that is earlier. Requests that were withdrawn, and those of households that left, stay in the denominator. As long as no placements were delivered there is no figure."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
min_n: 10
protects: household
relation: fct_rehousing_request
time: requested_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: "known_days >= {rehousing_wait_days}"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
  vulnerable: is_vulnerable
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
requires: [housing_tool/placements]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_met and observed_days <= {rehousing_wait_days}) as double) / nullif(cast(count(*) as double), 0) as value,
    count(distinct household_id) as n,
    count(*) filter (where is_met and observed_days <= {rehousing_wait_days}) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
