/* model
name: fct_prospection_stage
about: "The stages that prospected locations reached, each on its own day, so that one funnel can be cut by anything."
grain: one row per location and stage reached
key: [location_id, stage_code]
columns:
  - {name: location_id, type: varchar}
  - {name: stage_code, type: varchar, about: "announced, screened, visited, feasible, agreed, in_tool, occupied or dropped"}
  - {name: reached_date, type: date}
  - {name: place_count, type: integer, unit: persons}
  - {name: owner_code, type: varchar, missing: not filled in}
  - {name: bottleneck_code, type: varchar, missing: not filled in}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: left_date, type: date, about: day on which the next stage was reached or the location was dropped, missing: still in this stage}
  - {name: stage_days, type: integer, unit: days, about: from reaching the stage to leaving it, missing: still in this stage}
checks:
  - {not_null: [location_id, stage_code, reached_date, place_count]}
  - {accepted: {column: stage_code, values: [announced, screened, visited, feasible, agreed, in_tool, occupied, dropped]}}
*/
with locations as (

    select * from fct_prospection

),

stages as (

    select *
    from (
        values
        ('announced', 1), ('screened', 2), ('visited', 3), ('feasible', 4),
        ('agreed', 5), ('in_tool', 6), ('occupied', 7), ('dropped', 8)
    ) as s (stage_code, stage_number)

),

reached as (

    select
        locations.location_id,
        stages.stage_code,
        stages.stage_number,
        case stages.stage_code
            when 'announced' then locations.announced_date
            when 'screened' then locations.screened_date
            when 'visited' then locations.visited_date
            when 'feasible' then locations.feasible_date
            when 'agreed' then locations.agreed_date
            when 'in_tool' then locations.in_tool_date
            when 'occupied' then locations.occupied_date
            when 'dropped' then locations.dropped_date
        end as reached_date,
        locations.place_count,
        locations.owner_code,
        locations.bottleneck_code,
        locations.nis_code,
        locations.province_code,
        locations.is_centre_city
    from locations
    cross join stages

)

select
    location_id,
    stage_code,
    reached_date,
    place_count,
    owner_code,
    bottleneck_code,
    nis_code,
    province_code,
    is_centre_city,
    lead(reached_date) over (partition by location_id order by reached_date, stage_number) as left_date,
    cast(date_diff(
        'day', reached_date, lead(reached_date) over (partition by location_id order by reached_date, stage_number)
    ) as integer) as stage_days
from reached
where reached_date is not null
