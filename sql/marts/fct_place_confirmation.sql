/* model
name: fct_place_confirmation
about: "Until when each place stood in the lists with the same day of confirmation; a place that nobody confirms grows stale. Closed places are left out."
grain: one row per place and list
key: [place_id, valid_from_date]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: place_id, type: varchar}
  - {name: valid_from_date, type: date, about: day of the list}
  - {name: valid_until_date, type: date, about: day of the next list, missing: latest list}
  - {name: confirmed_date, type: date, missing: never confirmed}
  - {name: capacity_count, type: integer, unit: persons}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
checks:
  - {not_null: [place_id, valid_from_date, capacity_count]}
*/
with listed as (

    select * from stg_housing_tool__places_history

),

days as (

    select distinct snapshot_date from listed

),

lists as (

    select
        snapshot_date,
        lead(snapshot_date) over (order by snapshot_date) as next_list_date
    from days

),

municipalities as (

    select * from dim_municipality

)

select
    listed.place_id,
    listed.snapshot_date as valid_from_date,
    lists.next_list_date as valid_until_date,
    listed.updated_date as confirmed_date,
    listed.capacity_count,
    listed.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    listed.category_code,
    listed.place_type_code
from listed
join lists on listed.snapshot_date = lists.snapshot_date
left join municipalities on listed.nis_code = municipalities.nis_code
where listed.status_code <> 'closed'
