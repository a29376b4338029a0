/* model
name: stg_staff__fte
about: State of the latest list delivered on or before the knowledge date.
grain: "one row per person in a team from a day, as it stood on the delivery date"
key: [staff_id, team_code, from_date]
columns:
  - {name: staff_id, type: uuid, about: pseudonym}
  - {name: team_code, type: varchar}
  - {name: role_code, type: varchar, missing: not filled in}
  - {name: from_date, type: date}
  - {name: until_date, type: date, missing: still works there}
  - {name: fte, type: "decimal(4,2)", unit: full-time equivalents}
checks:
  - {not_null: [staff_id, team_code, from_date, fte]}
  - {unique: [staff_id, team_code, from_date]}
*/
with live_fte as (

    select * from raw.staff__fte

)

select
    cast(staff_id as uuid) as staff_id,
    cast(team_code as varchar) as team_code,
    cast(role_code as varchar) as role_code,
    cast(from_date as date) as from_date,
    cast(until_date as date) as until_date,
    cast(fte as decimal(4,2)) as fte
from live_fte
