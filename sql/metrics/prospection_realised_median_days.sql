/* metric
name: prospection_realised_median_days
title_nl: Mediane doorlooptijd van prospectie
title_en: Median lead time of prospection
about_nl: "Mediaan van de dagen van aanmelding tot opname in de huisvestingstool, voor locaties die in de periode werden opgenomen."
about_en: "Median of days from announcement to the housing tool, for locations that entered it in the period."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: in_tool_date
over_time: none
over_place: none
over_groups: none
empty: none
values: realised_days
quantile: 0.5
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  owner: owner_code
sources: [prospection/locations]
*/
select dim_1, dim_2, dim_3, value, row_count as n
from quantiles
