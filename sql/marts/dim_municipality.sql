/* model
name: dim_municipality
about: "The Flemish municipalities of before and after the mergers of 2025, each code with the days on which it was valid. A fact keeps the code of its own day; dim_geography shows it on another division."
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
  - {name: tile_x, type: integer, missing: no tile of 2025}
  - {name: tile_y, type: integer, missing: no tile of 2025}
checks:
  - {unique: [nis_code]}
  - {not_null: [nis_code, municipality_name, province_code, is_centre_city]}
  - {accepted: {column: province_code, values: ["10000", "20001", "30000", "40000", "70000"]}}
  - {references: {column: successor_nis_code, relation: dim_municipality, to: nis_code}}
  - {row_count: {min: 285, max: 700}, owner: datasteward, fix: models/reference/municipalities.csv is not whole, fix_nl: models/reference/municipalities.csv is onvolledig}
*/
with municipalities as (

    select * from ref.municipalities

)

select
    nis_code,
    municipality_name,
    province_code,
    province_name,
    is_centre_city = 'true' as is_centre_city,
    cast(nullif(valid_from_date, '') as date) as valid_from_date,
    cast(cast(nullif(valid_to_date, '') as date) + interval '1' day as date) as valid_until_date,
    nullif(successor_nis_code, '') as successor_nis_code,
    cast(nullif(tile_x, '') as integer) as tile_x,
    cast(nullif(tile_y, '') as integer) as tile_y
from municipalities
