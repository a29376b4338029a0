/* model
name: fct_newsletter_week
about: "The weeks from the first issue of VLOT-flits to the last week that was over when the newsletters were last delivered, with or without an issue."
grain: one row per week
key: [week_start_date]
columns:
  - {name: week_start_date, type: date, about: Monday}
  - {name: issue_count, type: integer, unit: issues}
  - {name: is_sent, type: boolean, about: at least one issue was sent in the week}
checks:
  - {unique: [week_start_date]}
  - {not_null: [week_start_date, issue_count, is_sent]}
*/
with issues as (

    select week_start_date, count(*) as issue_count
    from fct_newsletter
    where week_start_date is not null
    group by week_start_date

),

weeks as (

    -- a week that still goes on could yet get its issue
    select days.calendar_date as week_start_date
    from dim_date as days
    cross join stg_contacts__newsletters_told as told
    where days.weekday_number = 1
        and days.calendar_date >= (select min(week_start_date) from issues)
        and cast(days.calendar_date + interval '6' day as date) <= told.told_until_date

)

select
    weeks.week_start_date,
    cast(coalesce(issues.issue_count, 0) as integer) as issue_count,
    issues.week_start_date is not null as is_sent
from weeks
left join issues on weeks.week_start_date = issues.week_start_date
