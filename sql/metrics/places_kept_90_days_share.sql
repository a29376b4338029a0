/* metric
name: places_kept_90_days_share
title_nl: "Aandeel plaatsen dat na 90 dagen nog bestaat"
title_en: "Share of places kept after 90 days"
about_nl: "Opvangplaatsen (registraties, niet gesloten) van 90 dagen voor de datum die op de datum nog altijd niet gesloten zijn, als aandeel van alle opvangplaatsen van toen. De indeling is die van toen."
about_en: "Places (registrations, not closed) of 90 days before the date that are still not closed on the date, as a share of all places of then. They are cut as they were then."
unit: share
decimals: 1
kind: stock
better: up
range: [0, 1]
min_n: 10
protects: host
relation: fct_place_kept
valid: [valid_from_date, valid_until_date]
adds: [before_count, kept_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: none
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(kept_count) as double) / nullif(cast(sum(before_count) as double), 0) as value,
    sum(before_count) as n,
    sum(kept_count) as part,
    sum(before_count) as whole
from scope
group by dim_1, dim_2, dim_3
