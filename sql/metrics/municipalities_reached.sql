/* metric
name: municipalities_reached
title_nl: "Bereikte gemeenten"
title_en: "Municipalities reached"
about_nl: "Gemeenten waarover in de {support_days} dagen tot en met de datum minstens één vraag in het vragenregister kwam. Zolang het register minder dan {support_days} dagen bestaat, is er geen cijfer. Na de laatste levering van het register blijft het zoals op die dag."
about_en: "Municipalities about which at least one question entered the log in the {support_days} days up to and including the date. As long as the log is less than {support_days} days old there is no figure. After the last delivery of the log it stays as it was on that day."
unit: municipalities
decimals: 0
kind: stock
better: up
range: [0]
protects: none
protects_reason: "een maat over gemeenten laat geen persoon of gastgezin zien"
relation: fct_support
valid: [valid_from_date, valid_until_date]
adds: [_rows]
over_time: last
over_place: sum
over_groups: none
empty: zero
where: "row_code = 'question' and is_centre_city is not null"
dimensions:
  province: province_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    count(distinct nis_code) as value,
    count(distinct nis_code) as n
from scope
group by dim_1, dim_2, dim_3
