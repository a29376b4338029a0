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
with listed as (

    select * from stg_housing_tool__places_history

),

municipalities as (

    select * from dim_municipality

),

spans as (

    select
        place_id,
        min(snapshot_date) as first_listed_date,
        max(snapshot_date) as last_listed_date
    from listed
    group by place_id

),

latest as (

    select max(last_listed_date) as latest_list_date
    from spans

)

select
    listed.place_id,
    listed.location_id,
    listed.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    listed.category_code,
    listed.place_type_code,
    listed.capacity_count,
    listed.status_code,
    listed.available_from_date,
    listed.available_until_date,
    listed.host_id,
    spans.first_listed_date,
    spans.last_listed_date,
    spans.last_listed_date = latest.latest_list_date as is_listed
from spans
cross join latest
join listed on spans.place_id = listed.place_id and spans.last_listed_date = listed.snapshot_date
left join municipalities on listed.nis_code = municipalities.nis_code
