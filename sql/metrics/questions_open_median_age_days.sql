/* metric
name: questions_open_median_age_days
title_nl: "Mediane ouderdom van openstaande vragen"
title_en: "Median age of open questions"
about_nl: "Mediaan van de kalenderdagen sinds ontvangst van de vragen die op de datum openstaan. Na de laatste levering van het register worden ze niet ouder."
about_en: "Median of calendar days since receipt of the questions that are open on the date. After the last delivery of the log they grow no older."
unit: days
decimals: 0
kind: stock
better: down
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
valid: [received_date, closed_date]
over_time: last
over_place: none
over_groups: none
empty: none
dimensions:
  province: province_code
  team: team_code
  domain: domain_code
  theme: theme_code
  topic: topic_code
  asker: asker_code
  channel: channel_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
with counted as (

    select
        dim_1,
        dim_2,
        dim_3,
        least(date_diff('day', received_date, _at), known_days) as waited_days,
        count(*) as same_count
    from scope
    group by dim_1, dim_2, dim_3, least(date_diff('day', received_date, _at), known_days)

),

ranked as (

    -- rows that waited as long stand next to each other: the rank of the last one tells where
    select
        *,
        cast(sum(same_count) over (partition by dim_1, dim_2, dim_3 order by waited_days) as bigint) as last_rank,
        cast(sum(same_count) over (partition by dim_1, dim_2, dim_3) as bigint) as waited_count
    from counted

),

placed as (

    -- type 7: the value at rank 1 + (n - 1) * 0.5, between its two neighbours
    select
        *,
        cast(floor(cast((waited_count - 1) * 5 as double) / 10) as bigint) + 1 as lower_rank,
        cast(mod((waited_count - 1) * 5, 10) as double) / 10 as upper_weight
    from ranked

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(min(waited_days) filter (where last_rank >= lower_rank) as double) * (1 - max(upper_weight))
    + cast(min(waited_days) filter (where last_rank >= least(lower_rank + 1, waited_count)) as double)
    * max(upper_weight) as value,
    max(waited_count) as n
from placed
group by dim_1, dim_2, dim_3
