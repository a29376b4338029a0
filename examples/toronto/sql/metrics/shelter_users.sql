/* metric
name: shelter_users
title_nl: Gebruikers
title_en: Users
about_nl: Personen in een opvangprogramma, geteld per nacht; over een periode opgeteld tot persoonsnachten
about_en: Persons in a shelter programme, counted each night; added up to person-nights over a period
unit: persons
kind: flow
time: occupancy_date
at: day
over_time: sum
better: neutral
protects: none
protects_reason: the register is published by the city, programme by programme
over_groups: sum
empty: none
relation: fct_shelter_night
dimensions: {sector: sector_code}
sources: [shelter/occupancy]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(user_count) as value,
    sum(user_count) as n
from scope
group by dim_1, dim_2, dim_3
