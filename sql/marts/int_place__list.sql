/* model
name: int_place__list
about: "The lists of places in order, so that a list and the one after it are one apart."
grain: one row per list of places
key: [list_number]
columns:
  - {name: list_number, type: bigint, about: 1 for the first list}
  - {name: snapshot_date, type: date}
checks:
  - {unique: [snapshot_date]}
*/
with days as (

    select distinct snapshot_date from stg_housing_tool__places_history

)

select
    row_number() over (order by snapshot_date) as list_number,
    snapshot_date
from days
