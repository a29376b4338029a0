/* metric
name: rehousing_requests_open
title_nl: Openstaande vragen tot herhuisvesting
title_en: Open rehousing requests
about_nl: "Vragen tot herhuisvesting die tot en met de datum gesteld werden en dan nog niet beantwoord, ingetrokken of door vertrek vervallen zijn. Beantwoord is een vraag op de eerste nacht van de volgende plaatsing van het huishouden, ook als ze nog open genoteerd staat, of op de dag waarop ze als herhuisvest werd afgesloten als die vroeger valt."
about_en: "Rehousing requests that on the date were made and not yet met, withdrawn or ended by leaving. A request is met on the first night of the household's next stay, also when it is still noted as open, or on the day it was closed as rehoused when that is earlier."
unit: requests
decimals: 0
kind: stock
better: down
range: [0]
protects: household
relation: fct_rehousing_request
valid: [requested_date, ended_date]
over_time: last
over_place: sum
over_groups: sum
empty: zero
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  reason: reason_code
  vulnerable: is_vulnerable
sources: [housing_tool/rehousing_requests, housing_tool/placements, housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(distinct household_id) as n
from scope
group by dim_1, dim_2, dim_3
