/* model
name: fct_meeting
about: "Meetings that were planned, and whether they were held. A meeting planned after the knowledge date cannot have been held yet."
grain: one row per planned meeting
key: [meeting_id]
columns:
  - {name: meeting_id, type: varchar}
  - {name: series_code, type: varchar}
  - {name: planned_date, type: date}
  - {name: held_date, type: date, missing: not held}
  - {name: is_held, type: boolean}
  - {name: is_due, type: boolean, about: planned on or before the knowledge date}
  - {name: participants_code, type: varchar, missing: not filled in}
  - {name: participant_count, type: integer, unit: persons, missing: not filled in}
checks:
  - {unique: [meeting_id]}
  - {not_null: [meeting_id, series_code, planned_date, is_held]}
*/
with meetings as (

    select * from stg_contacts__meetings

)

select
    meetings.meeting_id,
    meetings.series_code,
    meetings.planned_date,
    meetings.held_date,
    meetings.held_date is not null as is_held,
    meetings.planned_date <= known.known_at as is_due,
    meetings.participants_code,
    meetings.participant_count
from meetings
cross join ref.knowledge as known
