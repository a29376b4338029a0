/* model
name: dim_place
about: "Each place that was ever in a list, as it was last known. Its earlier states are in fct_place_change."
grain: one row per place
key: [place_id]
columns:
  - {name: place_id, type: varchar}
  - {name: location_id, type: varchar, missing: place was not found through prospection}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: capacity_count, type: integer, unit: persons}
  - {name: status_code, type: varchar}
  - {name: available_from_date, type: date}
  - {name: available_until_date, type: date, about: "last day, included", missing: no end agreed}
  - {name: host_id, type: uuid, about: pseudonym, missing: no host family}
  - {name: first_listed_date, type: date, about: first list that has the place}
  - {name: last_listed_date, type: date, about: last list that has the place}
  - {name: is_listed, type: boolean, about: stands in the latest list}
checks:
  - {unique: [place_id]}
  - {not_null: [place_id, nis_code, category_code, capacity_count]}
  - {references: {column: nis_code, relation: dim_municipality, to: nis_code}, severity: warn}
*/
with runs as (

    select
        *,
        min(first_list_date) over (partition by place_id) as first_listed_date,
        max(run_number) over (partition by place_id) as last_run_number
    from int_place__run

),

lists as (

    select max(snapshot_date) as latest_list_date
    from int_place__list

)

select
    runs.place_id,
    runs.location_id,
    runs.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    runs.category_code,
    runs.place_type_code,
    runs.capacity_count,
    runs.status_code,
    runs.available_from_date,
    runs.available_until_date,
    runs.host_id,
    runs.first_listed_date,
    runs.last_list_date as last_listed_date,
    runs.last_list_date = lists.latest_list_date as is_listed
from runs
cross join lists
left join dim_municipality as municipalities on runs.nis_code = municipalities.nis_code
where runs.run_number = runs.last_run_number
