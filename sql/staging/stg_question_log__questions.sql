/* model
name: stg_question_log__questions
about: Each row as last changed on or before the knowledge date.
grain: "one row per question, as last changed"
key: [question_id]
columns:
  - {name: question_id, type: varchar, about: id given by the helpdesk}
  - {name: received_date, type: date}
  - {name: answered_date, type: date, missing: not answered yet}
  - {name: team_code, type: varchar}
  - {name: province_code, type: varchar}
  - {name: nis_code, type: varchar, about: municipality code as delivered, missing: municipality not known or outside Flanders}
  - {name: asker_code, type: varchar, missing: not filled in}
  - {name: channel_code, type: varchar, missing: not filled in}
  - {name: topic_code, type: varchar, missing: not classified}
  - {name: theme_code, type: varchar, missing: not classified}
  - {name: domain_code, type: varchar, missing: not classified}
  - {name: status_code, type: varchar, about: status as delivered}
checks:
  - {not_null: [question_id, received_date, team_code, province_code, status_code]}
  - {unique: [question_id]}
*/
with live_questions as (

    select * from raw.question_log__questions

)

select
    cast(question_id as varchar) as question_id,
    cast(received_date as date) as received_date,
    cast(answered_date as date) as answered_date,
    cast(team_code as varchar) as team_code,
    cast(province_code as varchar) as province_code,
    cast(nis_code as varchar) as nis_code,
    cast(asker_code as varchar) as asker_code,
    cast(channel_code as varchar) as channel_code,
    cast(topic_code as varchar) as topic_code,
    cast(theme_code as varchar) as theme_code,
    cast(domain_code as varchar) as domain_code,
    cast(status_code as varchar) as status_code
from live_questions
