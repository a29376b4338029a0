/* model
name: stg_contacts__meetings
about: Each row as last changed on or before the knowledge date.
grain: "one row per planned meeting, as last changed"
key: [meeting_id]
columns:
  - {name: meeting_id, type: varchar}
  - {name: series_code, type: varchar}
  - {name: planned_date, type: date}
  - {name: held_date, type: date, missing: not held}
  - {name: participants_code, type: varchar, missing: not filled in}
  - {name: participant_count, type: integer, unit: persons, missing: not filled in}
checks:
  - {not_null: [meeting_id, series_code, planned_date]}
  - {unique: [meeting_id]}
*/
with live_meetings as (

    select * from raw.contacts__meetings

)

select
    cast(meeting_id as varchar) as meeting_id,
    cast(series_code as varchar) as series_code,
    cast(planned_date as date) as planned_date,
    cast(held_date as date) as held_date,
    cast(participants_code as varchar) as participants_code,
    cast(participant_count as integer) as participant_count
from live_meetings
