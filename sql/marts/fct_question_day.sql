/* model
name: fct_question_day
about: "The queue of questions day by day: what came in, what was closed, what was open at the end of the day. Every day from the first question to the last delivery of the log is there for each team, province and domain that ever had one."
grain: one row per day, team, province and policy domain
key: [calendar_date, team_code, province_code, domain_code]
warning: "open_count is a stock: divide it by the number of days, do not read its sum"
columns:
  - {name: calendar_date, type: date}
  - {name: team_code, type: varchar}
  - {name: province_code, type: varchar}
  - {name: domain_code, type: varchar, missing: not classified}
  - {name: received_count, type: integer, unit: questions}
  - {name: closed_count, type: integer, unit: questions, about: answered or closed}
  - {name: open_count, type: integer, unit: questions, about: at the end of the day}
  - {name: closed_days, type: integer, unit: days, about: "days that the questions closed on this day were open, added up"}
checks:
  - {not_null: [calendar_date, team_code, province_code, received_count, closed_count, open_count, closed_days]}
*/
with events as (

    select received_date as calendar_date, team_code, province_code, domain_code,
        1 as received_count, 0 as closed_count, 0 as closed_days
    from fct_question

    union all

    select closed_date, team_code, province_code, domain_code,
        0, 1, date_diff('day', received_date, closed_date)
    from fct_question
    where closed_date is not null

),

queues as (

    -- numbered, so that the many days below are told apart by a number and not by three codes
    select team_code, province_code, domain_code,
        row_number() over (order by team_code, province_code, domain_code) as queue_number
    from fct_question
    group by team_code, province_code, domain_code

),

daily as (

    -- integers again, since sums are wider and every day of every queue carries them
    select events.calendar_date, queues.queue_number,
        cast(sum(events.received_count) as integer) as received_count,
        cast(sum(events.closed_count) as integer) as closed_count,
        cast(sum(events.closed_days) as integer) as closed_days
    from events
    join queues
        on events.team_code = queues.team_code
        and events.province_code = queues.province_code
        and events.domain_code is not distinct from queues.domain_code
    group by events.calendar_date, queues.queue_number

),

days as (

    select calendar_date
    from dim_date
    cross join stg_question_log__questions_told as told
    where calendar_date >= (select min(calendar_date) from daily)
        and calendar_date <= told.told_until_date

),

counted as (

    select
        days.calendar_date,
        queues.queue_number,
        coalesce(daily.received_count, 0) as received_count,
        coalesce(daily.closed_count, 0) as closed_count,
        sum(coalesce(daily.received_count, 0) - coalesce(daily.closed_count, 0)) over (
            partition by queues.queue_number
            order by days.calendar_date rows between unbounded preceding and current row
        ) as open_count,
        coalesce(daily.closed_days, 0) as closed_days
    from days
    cross join queues
    left join daily
        on days.calendar_date = daily.calendar_date
        and queues.queue_number = daily.queue_number

)

select
    counted.calendar_date,
    queues.team_code,
    queues.province_code,
    queues.domain_code,
    counted.received_count,
    counted.closed_count,
    cast(counted.open_count as integer) as open_count,
    counted.closed_days
from counted
join queues on counted.queue_number = queues.queue_number
