/* model
name: stg_housing_tool__placements
about: Each row as last changed; deleted rows are not here.
grain: "one row per stay of a household in a place, as last changed"
key: [placement_id]
columns:
  - {name: placement_id, type: varchar, about: id given by the housing tool}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: place_id, type: varchar, about: id given by the housing tool}
  - {name: person_count, type: integer, unit: persons}
  - {name: start_date, type: date, about: first night}
  - {name: end_date, type: date, about: day of leaving, missing: the stay lasts}
  - {name: end_reason_code, type: varchar, missing: the stay lasts or no reason given}
  - {name: previous_placement_id, type: varchar, missing: "first stay, or not filled in"}
checks:
  - {not_null: [placement_id, household_id, place_id, person_count, start_date]}
  - {unique: [placement_id]}
*/
with live_placements as (

    select * from raw.housing_tool__placements

)

select
    cast(placement_id as varchar) as placement_id,
    cast(household_id as uuid) as household_id,
    cast(place_id as varchar) as place_id,
    cast(person_count as integer) as person_count,
    cast(start_date as date) as start_date,
    cast(end_date as date) as end_date,
    cast(end_reason_code as varchar) as end_reason_code,
    cast(previous_placement_id as varchar) as previous_placement_id
from live_placements
