/* metric
name: municipalities_reached_share
title_nl: "Aandeel bereikte gemeenten"
title_en: "Share of municipalities reached"
about_nl: "Gemeenten waarover in de {support_days} dagen tot en met de datum minstens één vraag in het vragenregister kwam, als aandeel van de gemeenten die op de datum bestaan. Zolang het register minder dan {support_days} dagen bestaat, is er geen cijfer. Na de laatste levering van het register blijft het zoals op die dag."
about_en: "Municipalities about which at least one question entered the log in the {support_days} days up to and including the date, as a share of the municipalities that exist on the date. As long as the log is less than {support_days} days old there is no figure. After the last delivery of the log it stays as it was on that day."
unit: share
decimals: 1
kind: stock
better: up
range: [0, 1]
protects: none
protects_reason: "een maat over gemeenten laat geen persoon of gastgezin zien"
relation: fct_support
valid: [valid_from_date, valid_until_date]
adds: [_rows]
over_time: last
over_place: none
over_groups: none
empty: none
where: "row_code in ('question', 'municipality') and is_centre_city is not null"
dimensions:
  province: province_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(distinct nis_code) filter (where row_code = 'question') as double) / nullif(cast(count(distinct nis_code) filter (where row_code = 'municipality') as double), 0) as value,
    count(distinct nis_code) filter (where row_code = 'municipality') as n
from scope
group by dim_1, dim_2, dim_3
