/* model
name: stg_targets__targets
about: State of the latest list delivered on or before the knowledge date.
grain: "one row per target, as it stood on the delivery date"
key: [target_id]
columns:
  - {name: target_id, type: varchar}
  - {name: from_date, type: date}
  - {name: place_count, type: integer, unit: places}
  - {name: label_name, type: varchar, missing: not filled in}
checks:
  - {not_null: [target_id, from_date, place_count]}
  - {unique: [target_id]}
*/
with live_targets as (

    select * from raw.targets__targets

    union all

    select * from raw.targets__targets__unread

)

select
    cast(target_id as varchar) as target_id,
    cast(from_date as date) as from_date,
    cast(place_count as integer) as place_count,
    cast(label_name as varchar) as label_name
from live_targets
