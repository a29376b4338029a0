/* metric
name: questions_answer_median_days
title_nl: Mediane antwoordtijd
title_en: Median answer time
about_nl: "Mediaan van de kalenderdagen van ontvangst tot antwoord, voor vragen die in de periode beantwoord werden."
about_en: "Median of calendar days from receipt to answer, for questions answered in the period."
unit: days
decimals: 1
kind: flow
better: down
min_n: 10
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: answered_date
over_time: none
over_place: none
over_groups: none
empty: none
values: answer_days
quantile: 0.5
dimensions:
  province: province_code
  team: team_code
  domain: domain_code
  theme: theme_code
  topic: topic_code
  asker: asker_code
  channel: channel_code
  question_status: status_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
with counted as (

    select
        dim_1,
        dim_2,
        dim_3,
        answer_days as waited_days,
        count(*) as same_count
    from scope
    group by dim_1, dim_2, dim_3, answer_days

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
