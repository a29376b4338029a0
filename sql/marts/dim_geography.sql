/* model
name: dim_geography
about: "What each municipality code is shown as on a division of the country. Facts keep the code of their own day; this moves them, so totals of Flanders are the same on every division."
grain: one row per division and municipality code
key: [geography_code, row_nis_code]
columns:
  - {name: geography_code, type: varchar, about: "the year of the division: 2024 or 2025"}
  - {name: row_nis_code, type: varchar, about: code that a fact has}
  - {name: shown_nis_code, type: varchar, about: "code that it is shown under; a municipality of 2025 cannot be taken apart again, so on the division of 2024 it stays one"}
  - {name: shown_municipality_name, type: varchar}
  - {name: shown_province_code, type: varchar, about: "differs from the code's own for Zwijndrecht alone, which moved to Oost-Vlaanderen"}
  - {name: shown_is_centre_city, type: boolean}
checks:
  - {unique: [geography_code, row_nis_code]}
  - {not_null: [geography_code, row_nis_code, shown_nis_code, shown_municipality_name, shown_province_code, shown_is_centre_city]}
  - {references: {column: shown_nis_code, relation: dim_municipality, to: nis_code}}
*/
with municipalities as (

    select * from dim_municipality

)

select
    '2024' as geography_code,
    nis_code as row_nis_code,
    nis_code as shown_nis_code,
    municipality_name as shown_municipality_name,
    province_code as shown_province_code,
    is_centre_city as shown_is_centre_city
from municipalities

union all

select
    '2025' as geography_code,
    municipalities.nis_code as row_nis_code,
    shown.nis_code as shown_nis_code,
    shown.municipality_name as shown_municipality_name,
    shown.province_code as shown_province_code,
    shown.is_centre_city as shown_is_centre_city
from municipalities
join municipalities as shown
    on coalesce(municipalities.successor_nis_code, municipalities.nis_code) = shown.nis_code
