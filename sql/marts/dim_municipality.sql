/* model
name: dim_municipality
about: "The Flemish municipalities of before and after the mergers of 2025. A fact keeps the code of its own day; nis_code_2025 shows it on today's geography."
grain: one row per municipality code
key: [nis_code]
columns:
  - {name: nis_code, type: varchar}
  - {name: municipality_name, type: varchar}
  - {name: province_code, type: varchar}
  - {name: province_name, type: varchar}
  - {name: is_centre_city, type: boolean}
  - {name: valid_from_date, type: date, missing: existed before the period measured}
  - {name: valid_until_date, type: date, about: first day on which the code no longer exists, missing: still exists}
  - {name: successor_nis_code, type: varchar, missing: still exists}
  - {name: nis_code_2025, type: varchar, about: "itself, or the municipality it merged into"}
  - {name: province_code_2025, type: varchar, about: "differs for Zwijndrecht alone, which moved to Oost-Vlaanderen"}
  - {name: population_2020_count, type: integer, unit: inhabitants, about: "on 1 January 2020; of a municipality that was made in 2025 the sum of its parts"}
  - {name: tile_x, type: integer, missing: no tile of 2025}
  - {name: tile_y, type: integer, missing: no tile of 2025}
checks:
  - {unique: [nis_code]}
  - {not_null: [nis_code, municipality_name, province_code, is_centre_city, nis_code_2025, province_code_2025, population_2020_count]}
  - {accepted: {column: province_code, values: ["10000", "20001", "30000", "40000", "70000"]}}
*/
with municipalities as (

    select * from ref.municipalities

),

typed as (

    select
        nis_code,
        municipality_name,
        province_code,
        province_name,
        is_centre_city = 'true' as is_centre_city,
        cast(nullif(valid_from_date, '') as date) as valid_from_date,
        cast(cast(nullif(valid_to_date, '') as date) + interval '1' day as date) as valid_until_date,
        nullif(successor_nis_code, '') as successor_nis_code,
        coalesce(nullif(successor_nis_code, ''), nis_code) as nis_code_2025,
        cast(nullif(population_2020_count, '') as integer) as population_2020_count,
        cast(nullif(tile_x, '') as integer) as tile_x,
        cast(nullif(tile_y, '') as integer) as tile_y
    from municipalities

),

parts as (

    -- only for codes that have no population of their own: they were made in 2025
    select successor_nis_code, cast(sum(population_2020_count) as integer) as population_2020_count
    from typed
    where successor_nis_code is not null
    group by successor_nis_code

)

select
    typed.nis_code,
    typed.municipality_name,
    typed.province_code,
    typed.province_name,
    typed.is_centre_city,
    typed.valid_from_date,
    typed.valid_until_date,
    typed.successor_nis_code,
    typed.nis_code_2025,
    coalesce(successors.province_code, typed.province_code) as province_code_2025,
    coalesce(typed.population_2020_count, parts.population_2020_count) as population_2020_count,
    typed.tile_x,
    typed.tile_y
from typed
left join typed as successors on typed.successor_nis_code = successors.nis_code
left join parts on typed.nis_code = parts.successor_nis_code
