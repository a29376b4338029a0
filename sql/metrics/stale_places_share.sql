/* metric
name: stale_places_share
title_nl: Aandeel niet recent bevestigde plaatsen
title_en: Share of places not confirmed recently
about_nl: "Opvangplaatsen (registraties, niet gesloten) die op de dag van de lijst langer dan {place_confirmed_days} dagen geleden of nooit bevestigd werden, als aandeel van alle opvangplaatsen in de lijst."
about_en: "Places (registrations, not closed) that on the day of the list were confirmed over {place_confirmed_days} days ago or never, as a share of all places in the list."
unit: share
decimals: 1
kind: stock
better: down
range: [0, 1]
min_n: 10
protects: host
relation: fct_place_confirmation
valid: [valid_from_date, valid_until_date]
adds: [place_count]
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
    cast(coalesce(sum(place_count) filter (where not is_confirmed), 0) as double)
        / nullif(cast(sum(place_count) as double), 0) as value,
    sum(place_count) as n,
    coalesce(sum(place_count) filter (where not is_confirmed), 0) as part,
    sum(place_count) as whole
from scope
group by dim_1, dim_2, dim_3
