/* model
name: stg_shelter__occupancy
about: The register as it stands, one programme and night a row
grain: one row per programme and night
key: [occupancy_date, program_id]
columns:
  - {name: occupancy_date, type: date, about: the night}
  - {name: program_id, type: varchar}
  - {name: sector_code, type: varchar}
  - {name: user_count, type: bigint, unit: persons}
  - {name: bed_count, type: bigint, unit: beds, missing: the programme counts rooms}
  - {name: bed_occupied_count, type: bigint, unit: beds, missing: the programme counts rooms}
  - {name: room_count, type: bigint, unit: rooms, missing: the programme counts beds}
  - {name: room_occupied_count, type: bigint, unit: rooms, missing: the programme counts beds}
*/
select
    occupancy_date,
    program_id,
    sector_code,
    cast(user_count as bigint) as user_count,
    cast(bed_count as bigint) as bed_count,
    cast(bed_occupied_count as bigint) as bed_occupied_count,
    cast(room_count as bigint) as room_count,
    cast(room_occupied_count as bigint) as room_occupied_count
from raw.shelter__occupancy
