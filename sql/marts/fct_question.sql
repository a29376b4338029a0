/* model
name: fct_question
about: "Questions in the log, with the first dispatch to a policy domain. A theme or domain that the log leaves empty follows from the subject."
grain: one row per question
key: [question_id]
columns:
  - {name: question_id, type: varchar}
  - {name: received_date, type: date}
  - {name: answered_date, type: date, missing: not answered}
  - {name: closed_date, type: date, about: "answered, or closed without an answer date on the day it came in", missing: open}
  - {name: answer_days, type: integer, unit: days, missing: not answered}
  - {name: answer_working_days, type: integer, unit: working days, missing: not answered}
  - {name: team_code, type: varchar}
  - {name: province_code, type: varchar, about: as the log gives it}
  - {name: nis_code, type: varchar, missing: not about one municipality}
  - {name: is_centre_city, type: boolean, missing: not about one municipality}
  - {name: asker_code, type: varchar, missing: not filled in}
  - {name: channel_code, type: varchar, missing: not filled in}
  - {name: topic_code, type: varchar, missing: not classified}
  - {name: theme_code, type: varchar, missing: not classified}
  - {name: domain_code, type: varchar, missing: not classified}
  - {name: is_classified, type: boolean, about: "has a theme, other than the rest group"}
  - {name: status_code, type: varchar}
  - {name: is_dispatched, type: boolean}
  - {name: first_sent_date, type: date, missing: not dispatched}
  - {name: dispatch_days, type: integer, unit: days, about: from receipt to the first dispatch, missing: not dispatched}
  - {name: central_date, type: date, about: "day on which it reached the central team: received by it, or dispatched", missing: stayed with a regional team}
  - {name: dispatch_count, type: integer, unit: dispatches}
  - {name: response_date, type: date, about: "first response: dispatched or answered, whichever came first", missing: no response yet}
  - {name: known_days, type: integer, unit: days, about: from receipt to the last day that the log tells of}
  - {name: response_working_days, type: integer, unit: working days, about: from receipt to the first response, missing: no response yet}
checks:
  - {unique: [question_id]}
  - {not_null: [question_id, received_date, team_code, province_code, status_code]}
  - {accepted: {column: status_code, values: [open, answered, closed]}}
  - {references: {column: topic_code, relation: dim_theme, to: topic_code}, severity: warn}
*/
with questions as (

    select * from stg_question_log__questions

),

first_dispatches as (

    select question_id, min(sent_date) as first_sent_date, count(*) as dispatch_count
    from stg_question_log__dispatches
    group by question_id

),

topics as (

    select * from dim_theme

),

days as (

    select calendar_date, working_day_number from dim_date

),

municipalities as (

    select * from dim_municipality

)

select
    questions.question_id,
    questions.received_date,
    questions.answered_date,
    coalesce(questions.answered_date, case when questions.status_code <> 'open' then questions.received_date end) as closed_date,
    cast(date_diff('day', questions.received_date, questions.answered_date) as integer) as answer_days,
    days_answered.working_day_number - days_received.working_day_number as answer_working_days,
    questions.team_code,
    questions.province_code,
    questions.nis_code,
    municipalities.is_centre_city,
    questions.asker_code,
    questions.channel_code,
    questions.topic_code,
    coalesce(questions.theme_code, topics.theme_code) as theme_code,
    coalesce(questions.domain_code, topics.domain_code) as domain_code,
    coalesce(coalesce(questions.theme_code, topics.theme_code) <> 'other', false) as is_classified,
    questions.status_code,
    first_dispatches.question_id is not null as is_dispatched,
    first_dispatches.first_sent_date,
    cast(date_diff('day', questions.received_date, first_dispatches.first_sent_date) as integer) as dispatch_days,
    case when questions.team_code = 'central' then questions.received_date else first_dispatches.first_sent_date end as central_date,
    cast(coalesce(first_dispatches.dispatch_count, 0) as integer) as dispatch_count,
    days_responded.calendar_date as response_date,
    cast(greatest(date_diff('day', questions.received_date, told.told_until_date), 0) as integer) as known_days,
    days_responded.working_day_number - days_received.working_day_number as response_working_days
from questions
cross join stg_question_log__questions_told as told
left join first_dispatches on questions.question_id = first_dispatches.question_id
left join topics on questions.topic_code = topics.topic_code
left join days as days_received on questions.received_date = days_received.calendar_date
left join days as days_answered on questions.answered_date = days_answered.calendar_date
left join days as days_responded on days_responded.calendar_date = least(
    coalesce(questions.answered_date, first_dispatches.first_sent_date),
    coalesce(first_dispatches.first_sent_date, questions.answered_date)
)
left join municipalities on questions.nis_code = municipalities.nis_code
