/* metric
name: support_gini
title_nl: "Spreiding van vragen over gemeenten (Gini)"
title_en: "Concentration of questions over municipalities (Gini)"
about_nl: "Gini-coëfficiënt van de vragen van de {support_days} dagen tot en met de datum over de gemeenten die op de datum bestaan, gemeenten zonder vragen inbegrepen: 0 is overal evenveel, 1 is alles in één gemeente. Het verschil in inwonersaantal tussen gemeenten zit erin. Zolang het register minder dan {support_days} dagen bestaat, is er geen cijfer. Na de laatste levering van het register blijft het zoals op die dag."
about_en: "Gini coefficient of the questions of the {support_days} days up to and including the date over the municipalities that exist on the date, those without questions included: 0 is equal everywhere, 1 is all in one municipality. It includes differences in population between municipalities. As long as the log is less than {support_days} days old there is no figure. After the last delivery of the log it stays as it was on that day."
unit: ratio
decimals: 2
kind: stock
better: neutral
range: [0, 1]
protects: none
protects_reason: "een maat over gemeenten laat geen persoon of gastgezin zien"
relation: fct_support
valid: [valid_from_date, valid_until_date]
adds: [question_count]
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
with municipalities as (

    select
        dim_1,
        dim_2,
        dim_3,
        nis_code,
        sum(question_count) as questions_count
    from scope
    group by dim_1, dim_2, dim_3, nis_code

),

ranked as (

    select
        *,
        row_number() over (partition by dim_1, dim_2, dim_3 order by questions_count, nis_code) as rank_number
    from municipalities

)

select
    dim_1,
    dim_2,
    dim_3,
    2 * cast(sum(rank_number * questions_count) as double)
    / nullif(cast(count(*) as double) * cast(sum(questions_count) as double), 0)
    - cast(count(*) + 1 as double) / cast(count(*) as double) as value,
    count(*) as n
from ranked
group by dim_1, dim_2, dim_3
