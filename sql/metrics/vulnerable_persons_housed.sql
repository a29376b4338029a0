/* metric
name: vulnerable_persons_housed
title_nl: "Personen uit kwetsbare huishoudens in opvang"
title_en: "Persons of vulnerable households in a place"
about_nl: "Personen die op de datum in een opvangplaats verblijven en van wie het huishouden in een verwijzing door Fedasil of een vraag tot herhuisvesting als kwetsbaar is aangeduid."
about_en: "Persons who stay in a place on the date and whose household is marked as vulnerable in a referral by Fedasil or a rehousing request."
unit: persons
decimals: 0
kind: stock
better: neutral
range: [0]
min_n: 10
protects: person
household: household_id
relation: fct_capacity
valid: [valid_from_date, valid_until_date]
adds: [occupied_count]
over_time: last
over_place: sum
over_groups: sum
empty: zero
where: "row_code = 'stay'"
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  category: category_code
  place_type: place_type_code
sources: [housing_tool/placements, fedasil/referrals, housing_tool/rehousing_requests]
*/
select
    dim_1,
    dim_2,
    dim_3,
    sum(occupied_count) as value,
    sum(occupied_count) as n,
    1 + cast(min(first_household) < max(last_household) as integer) as households
from scope
-- a filter of the header would have the series begin with the first of them, and not with the first stay
where is_vulnerable
group by dim_1, dim_2, dim_3
