/* check
name: stay_stock_equals_flows
about_nl: De personen in opvang op elk maandeinde zijn gelijk aan wie begon min wie vertrok.
about_en: The persons in a place at each month end equal those who began minus those who left.
severity: block
owner: datasteward
fix: look for stays in fct_placement that end before they begin
fix_nl: zoek in fct_placement verblijven die eindigen voor ze beginnen
*/
with month_ends as (

    select calendar_date
    from dim_date
    cross join ref.knowledge as known
    where is_month_end and calendar_date <= known.known_at

),

stays as (

    -- the ends of months tell no two days of a month apart, so that days are taken together by month
    select
        cast(date_trunc('month', start_date) as date) as start_month,
        cast(date_trunc('month', end_date) as date) as end_month,
        sum(person_count) as person_count
    from fct_placement
    group by 1, 2

),

stocks as (

    select
        month_ends.calendar_date,
        sum(stays.person_count) filter (where stays.end_month is null or stays.end_month > month_ends.calendar_date) as stock_count,
        sum(stays.person_count) as begun_count,
        sum(stays.person_count) filter (where stays.end_month <= month_ends.calendar_date) as left_count
    from month_ends
    join stays on stays.start_month <= month_ends.calendar_date
    group by month_ends.calendar_date

),

counted as (

    select
        cast(date_trunc('month', valid_from_date) as date) as from_month,
        cast(date_trunc('month', valid_until_date) as date) as until_month,
        sum(occupied_count) as occupied_count
    from fct_capacity
    where row_code = 'stay'
    group by 1, 2

),

occupied as (

    select month_ends.calendar_date, sum(counted.occupied_count) as occupied_count
    from month_ends
    join counted
        on counted.from_month <= month_ends.calendar_date
        and (counted.until_month is null or counted.until_month > month_ends.calendar_date)
    group by month_ends.calendar_date

)

select stocks.calendar_date, stocks.stock_count, stocks.begun_count, stocks.left_count, occupied.occupied_count
from stocks
left join occupied on stocks.calendar_date = occupied.calendar_date
where coalesce(stocks.stock_count, 0) <> stocks.begun_count - coalesce(stocks.left_count, 0)
    or coalesce(stocks.stock_count, 0) <> coalesce(occupied.occupied_count, 0)
