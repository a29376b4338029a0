/* check
name: question_stock_equals_flows
about_nl: "De open vragen nemen in elke maand toe met wat binnenkwam min wat beantwoord of gesloten werd."
about_en: "Open questions grow in each month by what came in less what was answered or closed."
severity: block
owner: helpdesk
fix: "look for questions in fct_question that were answered before they came in"
fix_nl: "zoek in fct_question vragen die beantwoord werden voor ze binnenkwamen"
*/
with month_ends as (

    select calendar_date
    from dim_date
    cross join ref.knowledge as known
    where is_month_end and calendar_date <= known.known_at

),

spans as (

    select received_date, closed_date, count(*) as span_count
    from fct_question
    group by received_date, closed_date

),

counted as (

    select
        month_ends.calendar_date,
        coalesce(sum(span_count) filter (where received_date <= calendar_date and (closed_date is null or closed_date > calendar_date)), 0) as stock_count,
        coalesce(sum(span_count) filter (where received_date <= calendar_date), 0) as in_count,
        coalesce(sum(span_count) filter (where closed_date <= calendar_date), 0) as out_count
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
