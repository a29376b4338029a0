/* model
name: fct_newsletter
about: Issues of the newsletter VLOT-flits.
grain: one row per issue
key: [newsletter_id]
columns:
  - {name: newsletter_id, type: varchar}
  - {name: sent_date, type: date}
  - {name: week_start_date, type: date, about: Monday of the week in which it was sent}
  - {name: recipient_count, type: integer, unit: addresses, missing: not filled in}
checks:
  - {unique: [newsletter_id]}
  - {not_null: [newsletter_id, sent_date]}
*/
with newsletters as (

    select * from stg_contacts__newsletters

),

days as (

    select calendar_date, week_start_date from dim_date

)

select
    newsletters.newsletter_id,
    newsletters.sent_date,
    days.week_start_date,
    newsletters.recipient_count
from newsletters
left join days on newsletters.sent_date = days.calendar_date
