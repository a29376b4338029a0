/* metric
name: questions_top10_themes_share
title_nl: "Aandeel van de tien grootste thema's"
title_en: "Share of the ten largest themes"
about_nl: "Vragen in de tien gegroepeerde thema's met de meeste vragen van de periode, als aandeel van alle vragen met een thema buiten de restgroep."
about_en: "Questions in the ten grouped themes with most questions of the period, as a share of all questions with a theme other than the rest group."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: received_date
over_time: none
over_place: none
over_groups: none
empty: none
where: "is_classified"
dimensions:
  province: province_code
  team: team_code
  domain: domain_code
  asker: asker_code
  channel: channel_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
with themes as (

    select
        dim_1,
        dim_2,
        dim_3,
        theme_code,
        count(*) as theme_count
    from scope
    group by dim_1, dim_2, dim_3, theme_code

),

ranked as (

    select
        *,
        row_number() over (partition by dim_1, dim_2, dim_3 order by theme_count desc, theme_code) as rank_number
    from themes

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(sum(theme_count) filter (where rank_number <= 10) as double) / cast(sum(theme_count) as double) as value,
    sum(theme_count) as n
from ranked
group by dim_1, dim_2, dim_3
