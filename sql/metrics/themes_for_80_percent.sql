/* metric
name: themes_for_80_percent
title_nl: "Thema’s die 80 % van de vragen dekken"
title_en: "Themes that make up 80% of the questions"
about_nl: "Het kleinste aantal gegroepeerde thema's dat samen minstens 80 % van de vragen van de periode met een thema buiten de restgroep dekt, van het grootste af geteld."
about_en: "The smallest number of grouped themes that together make up at least 80% of the questions of the period with a theme other than the rest group, counted from the largest."
unit: themes
decimals: 0
kind: flow
better: neutral
range: [0]
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
        sum(theme_count) over (
            partition by dim_1, dim_2, dim_3 order by theme_count desc, theme_code
            rows between unbounded preceding and current row
        ) as running_count,
        sum(theme_count) over (partition by dim_1, dim_2, dim_3) as all_count
    from themes

)

select
    dim_1,
    dim_2,
    dim_3,
    -- a theme is needed while those before it fall short of 80%
    count(*) filter (where 10 * (running_count - theme_count) < 8 * all_count) as value,
    max(all_count) as n
from ranked
group by dim_1, dim_2, dim_3
