/* model
name: dim_date
about: "The days from 2021 to 2027, so that no model needs a generated series. Weeks are ISO weeks."
grain: one row per day
key: [calendar_date]
columns:
  - {name: calendar_date, type: date}
  - {name: calendar_month, type: date, about: first day of the month}
  - {name: calendar_quarter, type: date, about: first day of the quarter}
  - {name: calendar_year, type: integer}
  - {name: month_label, type: varchar, about: "2023-02"}
  - {name: quarter_label, type: varchar, about: "2023-Q1"}
  - {name: iso_week_label, type: varchar, about: "2023-W07, the year of its Thursday"}
  - {name: week_start_date, type: date, about: Monday of the week}
  - {name: weekday_number, type: integer, about: "1 is Monday, 7 is Sunday"}
  - {name: is_month_end, type: boolean}
  - {name: is_holiday, type: boolean, about: "Belgian public holiday; known up to 2026"}
  - {name: is_working_day, type: boolean, about: "Monday to Friday, no public holiday"}
  - {name: working_day_number, type: integer, unit: working days, about: "working days since 2021 began, this day included; a difference of two is a number of working days"}
checks:
  - {unique: [calendar_date]}
  - {row_count: {min: 2556, max: 2556}, owner: datasteward, fix: a reference list or the days from 2021 to 2027 in dim_date changed, fix_nl: een referentielijst of de dagen van 2021 tot 2027 in dim_date werden gewijzigd}
  - {range: {column: weekday_number, min: 1, max: 7}}
*/
with digits as (

    select *
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as d (digit)

),

holidays as (

    select distinct cast(holiday_date as date) as holiday_date
    from ref.holidays

),

numbers as (

    select thousands.digit * 1000 + hundreds.digit * 100 + tens.digit * 10 + ones.digit as day_number
    from digits as thousands
    cross join digits as hundreds
    cross join digits as tens
    cross join digits as ones

),

days as (

    -- 2021 began on a Friday, so day 0 is weekday 5
    select
        cast(date '2021-01-01' + day_number * interval '1' day as date) as calendar_date,
        cast(mod(day_number + 4, 7) + 1 as integer) as weekday_number
    from numbers
    where day_number <= date_diff('day', date '2021-01-01', date '2027-12-31')

),

described as (

    select
        days.calendar_date,
        days.weekday_number,
        cast(days.calendar_date - (days.weekday_number - 1) * interval '1' day as date) as week_start_date,
        cast(days.calendar_date + (4 - days.weekday_number) * interval '1' day as date) as thursday_date,
        holidays.holiday_date is not null as is_holiday,
        days.weekday_number <= 5 and holidays.holiday_date is null as is_working_day
    from days
    left join holidays on days.calendar_date = holidays.holiday_date

)

select
    calendar_date,
    cast(date_trunc('month', calendar_date) as date) as calendar_month,
    cast(date_trunc('quarter', calendar_date) as date) as calendar_quarter,
    cast(year(calendar_date) as integer) as calendar_year,
    substr(cast(calendar_date as varchar), 1, 7) as month_label,
    substr(cast(calendar_date as varchar), 1, 4) || '-Q' || cast(quarter(calendar_date) as varchar) as quarter_label,
    cast(year(thursday_date) as varchar) || '-W' || lpad(cast(week(calendar_date) as varchar), 2, '0') as iso_week_label,
    week_start_date,
    weekday_number,
    day(cast(calendar_date + interval '1' day as date)) = 1 as is_month_end,
    is_holiday,
    is_working_day,
    cast(sum(case when is_working_day then 1 else 0 end) over (
        order by calendar_date rows between unbounded preceding and current row
    ) as integer) as working_day_number
from described
