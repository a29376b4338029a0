/* metric
name: places_net_change
title_nl: Netto wijziging van het aanbod
title_en: Net change in supply
about_nl: "Toegevoegde min weggevallen capaciteit in personen in de periode. Opgeteld vanaf het begin is dit, alles samen, het aantal geregistreerde opvangplaatsen. Naar categorie, type of gemeente is het dat niet: een plaats die een andere krijgt, is winst noch verlies, en telt bij wat ze was op de dag waarop ze erbij kwam of wegviel. Voor de drempel telt elk gastgezin of elke private plaats als één."
about_en: "Capacity added minus capacity lost in the period, in persons. Summed from the beginning it is, all together, the number of registered places. By category, type or municipality it is not: a place that gets another one is neither gain nor loss, and counts with what it was on the day on which it came or went. For the threshold each host family or private place counts as one."
unit: places
decimals: 0
kind: flow
bunched: true
better: up
protects: host
relation: fct_place_event
time: event_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
balance: {in: places_created, out: places_withdrawn, stock: places_registered}
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
  place_event: event_code
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
