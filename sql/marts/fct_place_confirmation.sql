/* model
name: fct_place_confirmation
about: "How many places of a kind stood in each list with the same day of confirmation; places that nobody confirms grow stale. Closed places are left out."
grain: "one row per list, municipality, category, place type and day of confirmation"
key: [valid_from_date, nis_code, category_code, place_type_code, confirmed_date]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: valid_from_date, type: date, about: day of the list}
  - {name: valid_until_date, type: date, about: day of the next list, missing: latest list}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: confirmed_date, type: date, missing: never confirmed}
  - {name: place_count, type: bigint, unit: places, about: "registrations, whatever they can hold"}
checks:
  - {not_null: [valid_from_date, nis_code, category_code, place_count]}
*/
with counted as (

    select
        snapshot_date,
        nis_code,
        category_code,
        place_type_code,
        updated_date,
        count(*) as place_count
    from stg_housing_tool__places_history
    where status_code <> 'closed'
    group by snapshot_date, nis_code, category_code, place_type_code, updated_date

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
    counted.updated_date as confirmed_date,
    counted.place_count
from counted
join lists on counted.snapshot_date = lists.snapshot_date
left join dim_municipality as municipalities on counted.nis_code = municipalities.nis_code
