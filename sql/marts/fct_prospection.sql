/* model
name: fct_prospection
about: "Locations in the prospection list, as last delivered, with the days on which they reached each stage."
grain: one row per location
key: [location_id]
columns:
  - {name: location_id, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: owner_code, type: varchar, missing: not filled in}
  - {name: stage_code, type: varchar, about: as the list gives it}
  - {name: bottleneck_code, type: varchar, missing: not filled in}
  - {name: place_count, type: integer, unit: persons, about: "0 when not filled in"}
  - {name: announced_date, type: date}
  - {name: screened_date, type: date, missing: not reached}
  - {name: visited_date, type: date, missing: not reached}
  - {name: feasible_date, type: date, missing: not reached}
  - {name: agreed_date, type: date, missing: not reached}
  - {name: in_tool_date, type: date, missing: not reached}
  - {name: occupied_date, type: date, missing: not reached}
  - {name: dropped_date, type: date, missing: not dropped}
  - {name: realised_days, type: integer, unit: days, about: from announcement to the housing tool, missing: not in the housing tool}
  - {name: is_owner_consulted, type: boolean, missing: not filled in}
  - {name: is_authority_consulted, type: boolean, missing: not filled in}
  - {name: ended_date, type: date, about: "in the housing tool or dropped, whichever came first", missing: still worked on}
checks:
  - {unique: [location_id]}
  - {not_null: [location_id, nis_code, stage_code, announced_date, place_count]}
*/
with locations as (

    select * from stg_prospection__locations

),

municipalities as (

    select * from dim_municipality

)

select
    locations.location_id,
    locations.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    locations.owner_code,
    locations.stage_code,
    locations.bottleneck_code,
    coalesce(locations.place_count, 0) as place_count,
    locations.announced_date,
    locations.screened_date,
    locations.visited_date,
    locations.feasible_date,
    locations.agreed_date,
    locations.in_tool_date,
    locations.occupied_date,
    locations.dropped_date,
    cast(date_diff('day', locations.announced_date, locations.in_tool_date) as integer) as realised_days,
    locations.is_owner_consulted,
    locations.is_authority_consulted,
    least(
        coalesce(locations.in_tool_date, locations.dropped_date),
        coalesce(locations.dropped_date, locations.in_tool_date)
    ) as ended_date
from locations
left join municipalities on locations.nis_code = municipalities.nis_code
