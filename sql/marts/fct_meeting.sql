/* model
name: fct_meeting
about: "Meetings that were planned, and whether they were held. Of a meeting planned after the last delivery it is not known yet."
grain: one row per planned meeting
key: [meeting_id]
columns:
  - {name: meeting_id, type: varchar}
  - {name: series_code, type: varchar}
  - {name: planned_date, type: date}
  - {name: held_date, type: date, missing: not held}
  - {name: is_held, type: boolean}
  - {name: is_due, type: boolean, about: planned on or before the day of the last delivery}
  - {name: participants_code, type: varchar, missing: not filled in}
  - {name: participant_count, type: integer, unit: persons, missing: not filled in}
  - {name: gap_days, type: integer, unit: days, about: since the meeting of the series that was held before, missing: not held or the first of its series}
checks:
  - {unique: [meeting_id]}
  - {not_null: [meeting_id, series_code, planned_date, is_held]}
*/
with meetings as (

    select * from stg_contacts__meetings

),

held as (

    select
        meeting_id,
        date_diff('day', lag(held_date) over (partition by series_code order by held_date, meeting_id), held_date) as gap_days
    from meetings
    where held_date is not null

)

select
    meetings.meeting_id,
    meetings.series_code,
    meetings.planned_date,
    meetings.held_date,
    meetings.held_date is not null as is_held,
    meetings.planned_date <= told.told_until_date as is_due,
    meetings.participants_code,
    meetings.participant_count,
    cast(held.gap_days as integer) as gap_days
from meetings
cross join stg_contacts__meetings_told as told
left join held on meetings.meeting_id = held.meeting_id
