/* check
name: rehousing_stock_equals_flows
about_nl: "De open vragen tot herhuisvesting nemen in elke maand toe met wat gevraagd werd min wat eindigde."
about_en: "Open rehousing requests grow in each month by what was asked less what ended."
severity: block
owner: beheer van de huisvestingstool
fix: "look for requests in fct_rehousing_request that ended before they were made"
fix_nl: "zoek in fct_rehousing_request vragen die eindigden voor ze gesteld werden"
*/
with month_ends as (

    select calendar_date
    from dim_date
    cross join ref.knowledge as known
    where is_month_end and calendar_date <= known.known_at

),

spans as (

    select requested_date, ended_date, count(*) as span_count
    from fct_rehousing_request
    group by requested_date, ended_date

),

counted as (

    select
        month_ends.calendar_date,
        coalesce(sum(span_count) filter (where requested_date <= calendar_date and (ended_date is null or ended_date > calendar_date)), 0) as stock_count,
        coalesce(sum(span_count) filter (where requested_date <= calendar_date), 0) as in_count,
        coalesce(sum(span_count) filter (where ended_date <= calendar_date), 0) as out_count
    from month_ends
    cross join spans
    group by month_ends.calendar_date

),

moved as (

    select
        *,
        stock_count - lag(stock_count, 1, 0) over (order by calendar_date) as change_count,
        in_count - lag(in_count, 1, 0) over (order by calendar_date) as month_in_count,
        out_count - lag(out_count, 1, 0) over (order by calendar_date) as month_out_count
    from counted

)

select calendar_date, stock_count, change_count, month_in_count, month_out_count
from moved
where change_count <> month_in_count - month_out_count
