/* metric
name: persons_registered
title_nl: Geregistreerde personen
title_en: Registered persons
about_nl: Personen die in de periode voor het eerst in de huisvestingstool geregistreerd werden. Een persoon met een nieuw identificatienummer telt één keer.
about_en: Persons first registered in the housing tool in the period. A person with a new identification number counts once.
unit: persons
decimals: 0
kind: flow
better: neutral
range: [0]
protects: person
household: household_id
relation: fct_person
time: registered_date
over_time: sum
over_place: none
over_groups: sum
empty: zero
dimensions:
  age_band: age_band_code
  sex: sex_code
sources: [housing_tool/persons]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(*) as value,
    count(*) as n,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
group by dim_1, dim_2, dim_3
