/* model
name: stg_question_log__dispatches
about: Each row as last changed on or before the knowledge date.
grain: "one row per dispatch of a question to a policy domain, as last changed"
key: [dispatch_id]
columns:
  - {name: dispatch_id, type: varchar, about: id given by the helpdesk}
  - {name: question_id, type: varchar, about: id given by the helpdesk}
  - {name: domain_code, type: varchar}
  - {name: sent_date, type: date}
  - {name: answered_date, type: date, missing: not answered yet}
checks:
  - {not_null: [dispatch_id, question_id, domain_code, sent_date]}
  - {unique: [dispatch_id]}
*/
with live_dispatches as (

    select * from raw.question_log__dispatches

)

select
    cast(dispatch_id as varchar) as dispatch_id,
    cast(question_id as varchar) as question_id,
    cast(domain_code as varchar) as domain_code,
    cast(sent_date as date) as sent_date,
    cast(answered_date as date) as answered_date
from live_dispatches
