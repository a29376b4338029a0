/* model
name: fct_target
about: "Numbers of places aimed at; each holds until the next one begins."
grain: one row per target
key: [target_id]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: target_id, type: varchar}
  - {name: from_date, type: date}
  - {name: until_date, type: date, about: first day on which it no longer holds, missing: latest target}
  - {name: place_count, type: integer, unit: persons}
  - {name: label_name, type: varchar, missing: not filled in}
checks:
  - {unique: [target_id]}
  - {not_null: [from_date, place_count]}
*/
with targets as (

    select * from stg_targets__targets

)

select
    target_id,
    from_date,
    lead(from_date) over (order by from_date, target_id) as until_date,
    place_count,
    label_name
from targets
