/* model
name: stg_housing_tool__persons
about: Each row as last changed on or before the knowledge date.
grain: "one row per registered person, as last changed"
key: [person_id]
columns:
  - {name: person_id, type: uuid, about: pseudonym}
  - {name: previous_person_id, type: uuid, about: BIS number that the national number replaced, missing: no earlier number}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: age_band_code, type: varchar, about: age in completed years on the day of registration, missing: birth date unknown}
  - {name: sex_code, type: varchar, missing: not filled in}
  - {name: registered_date, type: date}
checks:
  - {not_null: [person_id, household_id, registered_date]}
  - {unique: [person_id]}
*/
with live_persons as (

    select * from raw.housing_tool__persons

)

select
    cast(person_id as uuid) as person_id,
    cast(previous_person_id as uuid) as previous_person_id,
    cast(household_id as uuid) as household_id,
    cast(age_band_code as varchar) as age_band_code,
    cast(sex_code as varchar) as sex_code,
    cast(registered_date as date) as registered_date
from live_persons
