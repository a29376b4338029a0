/* model
name: fct_dispatch
about: "Questions that were passed to a policy domain; one question may be passed on more than once."
grain: one row per question and domain it was passed to
key: [dispatch_id]
columns:
  - {name: dispatch_id, type: varchar}
  - {name: question_id, type: varchar}
  - {name: domain_code, type: varchar, about: domain that it was sent to}
  - {name: sent_date, type: date}
  - {name: answered_date, type: date, missing: not answered}
  - {name: answer_days, type: integer, unit: days, missing: not answered}
  - {name: team_code, type: varchar, missing: question not known}
  - {name: theme_code, type: varchar, missing: question not known or not classified}
  - {name: nis_code, type: varchar, missing: question not known or not about one municipality}
  - {name: province_code, type: varchar, missing: question not known}
checks:
  - {unique: [dispatch_id]}
  - {not_null: [dispatch_id, question_id, domain_code, sent_date]}
  - {references: {column: question_id, relation: fct_question, to: question_id}, severity: warn}
*/
with dispatches as (

    select * from stg_question_log__dispatches

),

questions as (

    select * from fct_question

)

select
    dispatches.dispatch_id,
    dispatches.question_id,
    dispatches.domain_code,
    dispatches.sent_date,
    dispatches.answered_date,
    cast(date_diff('day', dispatches.sent_date, dispatches.answered_date) as integer) as answer_days,
    questions.team_code,
    questions.theme_code,
    questions.nis_code,
    questions.province_code
from dispatches
left join questions on dispatches.question_id = questions.question_id
