/* metric
name: rehousing_median_days
title_nl: Mediane wachttijd tot herhuisvesting
title_en: Median wait for rehousing
about_nl: "Dagen van vraag tot nieuwe plaats waarop de helft van de vragen beantwoord is (Kaplan-Meier). Vragen die nog openstaan, tellen mee als nog wachtend tot de laatste levering, ingetrokken vragen tot hun intrekking en die van wie vertrok tot het vertrek. Beantwoord is een vraag op de eerste nacht van de volgende plaatsing van het huishouden, ook als ze nog open genoteerd staat, of op de dag waarop ze als herhuisvest werd afgesloten als die vroeger valt. Geen cijfer zolang minder dan de helft beantwoord is. Zolang er geen plaatsingen geleverd zijn, is er geen cijfer."
about_en: "Days from request to new place by which half of the requests are met (Kaplan-Meier). Open requests count as still waiting until the last delivery, withdrawn ones until they were withdrawn, those of households that left until then. A request is met on the first night of the household's next stay, also when it is still noted as open, or on the day it was closed as rehoused when that is earlier. No figure while fewer than half are met. As long as no placements were delivered there is no figure."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
min_n: 10
protects: household
relation: fct_rehousing_request
time: requested_date
over_time: none
over_place: none
over_groups: none
empty: none
values: observed_days
ended: is_met
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
with sizes as (

    select dim_1, dim_2, dim_3, count(distinct household_id) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    sizes.dim_1,
    sizes.dim_2,
    sizes.dim_3,
    kaplan_meier.value,
    sizes.n
from sizes
join kaplan_meier
    on sizes.dim_1 is not distinct from kaplan_meier.dim_1
    and sizes.dim_2 is not distinct from kaplan_meier.dim_2
    and sizes.dim_3 is not distinct from kaplan_meier.dim_3
