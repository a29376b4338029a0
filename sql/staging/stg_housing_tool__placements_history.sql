/* model
name: stg_housing_tool__placements_history
about: "Every row that was ever delivered, also those that deleted a stay, so that late and changed starts can be seen."
grain: one row per delivery and line of it
key: [delivery_number, line_number]
columns:
  - {name: delivery_number, type: integer, about: "order of arrival, from 1"}
  - {name: line_number, type: bigint, about: in the file}
  - {name: known_date, type: date, about: knowledge date of the delivery}
  - {name: placement_id, type: varchar, about: id given by the housing tool}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: place_id, type: varchar, about: id given by the housing tool}
  - {name: person_count, type: integer, unit: persons}
  - {name: start_date, type: date, about: first night}
  - {name: end_date, type: date, about: day of leaving, missing: the stay lasted}
  - {name: is_deleted, type: boolean, about: the row ends the stay in the tool}
checks:
  - {not_null: [delivery_number, line_number, known_date, placement_id, start_date, is_deleted]}
  - {unique: [delivery_number, line_number]}
*/
with all_placements as (

    select * from raw.housing_tool__placements__history

)

select
    cast(_sequence as integer) as delivery_number,
    cast(_line as bigint) as line_number,
    cast(_known_at as date) as known_date,
    cast(placement_id as varchar) as placement_id,
    cast(household_id as uuid) as household_id,
    cast(place_id as varchar) as place_id,
    cast(person_count as integer) as person_count,
    cast(start_date as date) as start_date,
    cast(end_date as date) as end_date,
    coalesce(cast(is_deleted as boolean), false) as is_deleted
from all_placements
