/* check
name: place_stock_equals_events
about_nl: De stand van geregistreerde plaatsen is op elk maandeinde gelijk aan alles wat erbij kwam min alles wat wegviel.
about_en: The stock of registered places at each month end equals all additions minus all losses.
severity: block
owner: datasteward
fix: "compare fct_place_change and fct_place_event for the places of that month: one of the two models is wrong"
fix_nl: "vergelijk fct_place_change en fct_place_event voor de plaatsen van die maand: één van beide modellen klopt niet"
*/
with month_ends as (

    select calendar_date
    from dim_date
    cross join ref.knowledge as known
    where is_month_end and calendar_date <= known.known_at

),

changes as (

    -- the ends of months tell no two days of a month apart, so that days are taken together by month
    select
        cast(date_trunc('month', valid_from_date) as date) as from_month,
        cast(date_trunc('month', valid_until_date) as date) as until_month,
        sum(registered_count) as registered_count
    from fct_place_change
    group by 1, 2

),

events as (

    select cast(date_trunc('month', event_date) as date) as event_month, sum(change_count) as change_count
    from fct_place_event
    group by 1

),

stocks as (

    select month_ends.calendar_date, sum(changes.registered_count) as stock_count
    from month_ends
    join changes
        on changes.from_month <= month_ends.calendar_date
        and (changes.until_month is null or changes.until_month > month_ends.calendar_date)
    group by month_ends.calendar_date

),

sums as (

    select month_ends.calendar_date, sum(events.change_count) as event_count
    from month_ends
    join events on events.event_month <= month_ends.calendar_date
    group by month_ends.calendar_date

)

select sums.calendar_date, stocks.stock_count, sums.event_count
from sums
left join stocks on sums.calendar_date = stocks.calendar_date
where coalesce(stocks.stock_count, 0) <> sums.event_count
