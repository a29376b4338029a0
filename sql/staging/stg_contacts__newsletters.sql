/* model
name: stg_contacts__newsletters
about: Each row as last changed on or before the knowledge date.
grain: one row per newsletter sent
key: [newsletter_id]
columns:
  - {name: newsletter_id, type: varchar}
  - {name: sent_date, type: date}
  - {name: recipient_count, type: integer, unit: recipients, missing: not filled in}
checks:
  - {not_null: [newsletter_id, sent_date]}
  - {unique: [newsletter_id]}
*/
with live_newsletters as (

    select * from raw.contacts__newsletters

)

select
    cast(newsletter_id as varchar) as newsletter_id,
    cast(sent_date as date) as sent_date,
    cast(recipient_count as integer) as recipient_count
from live_newsletters
