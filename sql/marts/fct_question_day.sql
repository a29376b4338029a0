/* model
name: fct_question_day
about: "The queue of questions day by day: what came in, what was closed, what was open at the end of the day. Every day from the first question to the knowledge date is there for each team, province and domain that ever had one."
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

daily as (

    select calendar_date, team_code, province_code, domain_code,
        sum(received_count) as received_count, sum(closed_count) as closed_count, sum(closed_days) as closed_days
    from events
    group by calendar_date, team_code, province_code, domain_code

),

queues as (

    select distinct team_code, province_code, domain_code
    from daily

),

days as (

    select calendar_date
    from dim_date
    cross join ref.knowledge as known
    where calendar_date >= (select min(calendar_date) from daily)
        and calendar_date <= known.known_at

)

select
    days.calendar_date,
    queues.team_code,
    queues.province_code,
    queues.domain_code,
    cast(coalesce(daily.received_count, 0) as integer) as received_count,
    cast(coalesce(daily.closed_count, 0) as integer) as closed_count,
    cast(sum(coalesce(daily.received_count, 0) - coalesce(daily.closed_count, 0)) over (
        partition by queues.team_code, queues.province_code, queues.domain_code
        order by days.calendar_date rows between unbounded preceding and current row
    ) as integer) as open_count,
    cast(coalesce(daily.closed_days, 0) as integer) as closed_days
from days
cross join queues
left join daily
    on days.calendar_date = daily.calendar_date
    and queues.team_code = daily.team_code
    and queues.province_code = daily.province_code
    and queues.domain_code is not distinct from daily.domain_code
