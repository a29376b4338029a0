/* model
name: fct_placement_delay
about: "How long after the first night each stay was first told to us."
grain: one row per stay
key: [placement_id]
columns:
  - {name: placement_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: start_date, type: date, about: "first night, as last known"}
  - {name: told_date, type: date, about: knowledge date of the first delivery that has the stay}
  - {name: delay_days, type: integer, unit: days, about: "from the first night to that day, negative for a stay that was told beforehand"}
  - {name: nis_code, type: varchar, missing: place is not known}
  - {name: province_code, type: varchar, missing: place is not known}
  - {name: is_centre_city, type: boolean, missing: place is not known}
  - {name: category_code, type: varchar, missing: place is not known}
  - {name: place_type_code, type: varchar, missing: place is not known}
checks:
  - {unique: [placement_id]}
  - {not_null: [placement_id, household_id, start_date, told_date, delay_days]}
*/
with told as (

    select placement_id, min(known_date) as told_date
    from stg_housing_tool__placements_history
    where not coalesce(is_deleted, false)
    group by placement_id

)

select
    stays.placement_id,
    stays.household_id,
    stays.start_date,
    told.told_date,
    cast(date_diff('day', stays.start_date, told.told_date) as integer) as delay_days,
    stays.nis_code,
    stays.province_code,
    stays.is_centre_city,
    stays.category_code,
    stays.place_type_code
from fct_placement as stays
join told on stays.placement_id = told.placement_id
