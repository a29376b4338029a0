/* model
name: fct_place_confirmation
about: "How many places of a kind stood in each list, and whether somebody had confirmed them lately; places that nobody confirms grow stale. Closed places are left out."
grain: "one row per list, municipality, category, place type and whether confirmed lately"
key: [valid_from_date, nis_code, category_code, place_type_code, is_confirmed]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: valid_from_date, type: date, about: day of the list}
  - {name: valid_until_date, type: date, about: day of the next list, missing: latest list}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: is_confirmed, type: boolean, about: "in the {place_confirmed_days} days up to and including the day of the list"}
  - {name: place_count, type: bigint, unit: places, about: "registrations, whatever they can hold"}
checks:
  - {not_null: [valid_from_date, nis_code, category_code, is_confirmed, place_count]}
*/
with listed as (

    select
        snapshot_date,
        nis_code,
        category_code,
        place_type_code,
        coalesce(date_diff('day', updated_date, snapshot_date) <= {place_confirmed_days}, false) as is_confirmed
    from stg_housing_tool__places_history
    where status_code <> 'closed'

),

counted as (

    select
        snapshot_date,
        nis_code,
        category_code,
        place_type_code,
        is_confirmed,
        count(*) as place_count
    from listed
    group by snapshot_date, nis_code, category_code, place_type_code, is_confirmed

),

lists as (

    -- a list in which all places are closed still ends the one before it
    select
        snapshot_date,
        lead(snapshot_date) over (order by snapshot_date) as next_list_date
    from int_place__list

)

select
    counted.snapshot_date as valid_from_date,
    lists.next_list_date as valid_until_date,
    counted.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    counted.category_code,
    counted.place_type_code,
    counted.is_confirmed,
    counted.place_count
from counted
join lists on counted.snapshot_date = lists.snapshot_date
left join dim_municipality as municipalities on counted.nis_code = municipalities.nis_code
