/* metric
name: prospection_tool_places
title_nl: "Plaatsen in de huisvestingstool op geprospecteerde locaties"
title_en: "Places in the housing tool on prospected locations"
about_nl: "Capaciteit in personen van de niet gesloten plaatsen die de huisvestingstool op de datum aan een geprospecteerde locatie koppelt; een plaats die later gekoppeld wordt, telt vanaf dan. Dit komt uit de huisvestingstool, niet uit de prospectielijst, en toetst die. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity in persons of the places, not closed, that the housing tool links to a prospected location on the date; a place that is linked later counts from then on. It comes from the housing tool, not from the prospection list, and checks it. For the threshold each host family or private place counts as one."
unit: places
decimals: 0
kind: stock
bunched: true
better: up
range: [0]
protects: host
relation: fct_prospection_place
valid: [valid_from_date, valid_until_date]
adds: [registered_count, protected_count]
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
sources: [housing_tool/places]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(registered_count) as value,
    sum(protected_count) as n
from scope
group by dim_1, dim_2, dim_3
