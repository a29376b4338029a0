/* model
name: stg_prospection__locations
about: State of the latest list delivered on or before the knowledge date.
grain: "one row per location, as it stood on the delivery date"
key: [location_id]
columns:
  - {name: location_id, type: varchar, about: id in the prospection list}
  - {name: location_name, type: varchar, missing: not filled in}
  - {name: nis_code, type: varchar, about: municipality code as delivered}
  - {name: owner_code, type: varchar, missing: not filled in}
  - {name: stage_code, type: varchar}
  - {name: announced_date, type: date}
  - {name: screened_date, type: date, missing: stage not reached}
  - {name: visited_date, type: date, missing: stage not reached}
  - {name: feasible_date, type: date, missing: stage not reached}
  - {name: agreed_date, type: date, missing: stage not reached}
  - {name: in_tool_date, type: date, missing: stage not reached}
  - {name: occupied_date, type: date, missing: stage not reached}
  - {name: dropped_date, type: date, missing: not dropped}
  - {name: bottleneck_code, type: varchar, missing: not filled in}
  - {name: place_count, type: integer, unit: places, missing: not filled in}
  - {name: is_owner_consulted, type: boolean, missing: not filled in}
  - {name: is_authority_consulted, type: boolean, missing: not filled in}
checks:
  - {not_null: [location_id, nis_code, stage_code, announced_date]}
  - {unique: [location_id]}
*/
with live_locations as (

    select * from raw.prospection__locations

    union all

    select * from raw.prospection__locations__unread

)

select
    cast(location_id as varchar) as location_id,
    cast(location_name as varchar) as location_name,
    cast(nis_code as varchar) as nis_code,
    cast(owner_code as varchar) as owner_code,
    cast(stage_code as varchar) as stage_code,
    cast(announced_date as date) as announced_date,
    cast(screened_date as date) as screened_date,
    cast(visited_date as date) as visited_date,
    cast(feasible_date as date) as feasible_date,
    cast(agreed_date as date) as agreed_date,
    cast(in_tool_date as date) as in_tool_date,
    cast(occupied_date as date) as occupied_date,
    cast(dropped_date as date) as dropped_date,
    cast(bottleneck_code as varchar) as bottleneck_code,
    cast(place_count as integer) as place_count,
    cast(is_owner_consulted as boolean) as is_owner_consulted,
    cast(is_authority_consulted as boolean) as is_authority_consulted
from live_locations
