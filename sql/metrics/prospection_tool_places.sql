/* metric
name: prospection_tool_places
title_nl: "Plaatsen in de huisvestingstool op geprospecteerde locaties"
title_en: "Places in the housing tool on prospected locations"
about_nl: "Aangroei van de geregistreerde capaciteit van plaatsen die de huisvestingstool aan een geprospecteerde locatie koppelt; gevraagd op een datum is het de capaciteit op die dag. Dit komt uit de huisvestingstool, niet uit de prospectielijst, en toetst die."
about_en: "Growth of the registered capacity of places that the housing tool links to a prospected location; asked at a date it is the capacity on that day. It comes from the housing tool, not from the prospection list, and checks it."
unit: places
decimals: 0
kind: flow
bunched: true
better: up
range: [0]
protects: host
relation: fct_place_event
time: event_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
where: "location_id is not null"
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
    sum(change_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
