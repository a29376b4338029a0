/* model
name: stg_immigration__attestations
about: Rows of the latest delivery about each month.
grain: "one row per month, region, municipality, age band and sex"
key: [period_month, region_code, nis_code, age_band_code, sex_code]
columns:
  - {name: period_month, type: date}
  - {name: region_code, type: varchar}
  - {name: nis_code, type: varchar, about: municipality code as delivered, missing: municipality not known or outside Flanders}
  - {name: age_band_code, type: varchar}
  - {name: sex_code, type: varchar}
  - {name: person_count, type: integer, unit: persons}
  - {name: need_count, type: integer, unit: persons, about: persons who state a housing need, missing: not stated}
checks:
  - {not_null: [period_month, region_code, age_band_code, sex_code, person_count]}
  - {unique: [period_month, region_code, nis_code, age_band_code, sex_code]}
*/
with live_attestations as (

    select * from raw.immigration__attestations

)

select
    cast(period_month as date) as period_month,
    cast(region_code as varchar) as region_code,
    cast(nis_code as varchar) as nis_code,
    cast(age_band_code as varchar) as age_band_code,
    cast(sex_code as varchar) as sex_code,
    cast(person_count as integer) as person_count,
    cast(need_count as integer) as need_count
from live_attestations
