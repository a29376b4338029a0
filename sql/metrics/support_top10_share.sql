/* metric
name: support_top10_share
title_nl: "Aandeel van de tien gemeenten met de meeste vragen"
title_en: "Share of the ten municipalities with most questions"
about_nl: "Vragen van de {support_days} dagen tot en met de datum over de tien gemeenten met de meeste vragen, als aandeel van alle vragen over een gemeente. Zolang het register minder dan {support_days} dagen bestaat, is er geen cijfer. Na de laatste levering van het register blijft het zoals op die dag."
about_en: "Questions of the {support_days} days up to and including the date about the ten municipalities with most questions, as a share of all questions about a municipality. As long as the log is less than {support_days} days old there is no figure. After the last delivery of the log it stays as it was on that day."
unit: share
decimals: 1
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
where: "row_code = 'question' and nis_code is not null"
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
        row_number() over (partition by dim_1, dim_2, dim_3 order by questions_count desc, nis_code) as rank_number
    from municipalities

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(questions_count) filter (where rank_number <= 10) as double)
    / nullif(cast(sum(questions_count) as double), 0) as value,
    count(*) as n
from ranked
group by dim_1, dim_2, dim_3
