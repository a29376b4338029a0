/* model
name: stg_shelter__beds
grain: one row per bed group
key: [bed_id]
columns:
  - {name: bed_id, type: varchar}
  - {name: town_code, type: varchar}
  - {name: bed_count, type: bigint}
  - {name: opened_date, type: date}
*/
select bed_id, town_code, bed_count, opened_date
from raw.shelter__beds
