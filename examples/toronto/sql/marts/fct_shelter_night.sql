/* model
name: fct_shelter_night
about: Capacity and users of every programme, night by night
grain: one row per programme and night
key: [occupancy_date, program_id]
warning: "beds and rooms are stocks: do not sum them over nights"
columns:
  - {name: occupancy_date, type: date, about: the night}
  - {name: next_date, type: date, about: the day after}
  - {name: program_id, type: varchar}
  - {name: sector_code, type: varchar}
  - {name: user_count, type: bigint, unit: persons}
  - {name: bed_count, type: bigint, unit: beds}
  - {name: bed_occupied_count, type: bigint, unit: beds}
  - {name: room_count, type: bigint, unit: rooms}
  - {name: room_occupied_count, type: bigint, unit: rooms}
checks:
  - {not_null: [occupancy_date, program_id, user_count]}
  - {unique: [occupancy_date, program_id]}
*/
select
    occupancy_date,
    cast(occupancy_date + interval '1' day as date) as next_date,
    program_id,
    sector_code,
    user_count,
    coalesce(bed_count, 0) as bed_count,
    coalesce(bed_occupied_count, 0) as bed_occupied_count,
    coalesce(room_count, 0) as room_count,
    coalesce(room_occupied_count, 0) as room_occupied_count
from stg_shelter__occupancy
