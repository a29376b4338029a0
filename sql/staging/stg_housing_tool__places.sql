/* model
name: stg_housing_tool__places
about: State of the latest list delivered on or before the knowledge date.
grain: "one row per place, as it stood on the delivery date"
key: [place_id]
columns:
  - {name: place_id, type: varchar, about: id given by the housing tool}
  - {name: location_id, type: varchar, about: prospected location that the place was realised on, missing: place was not found through prospection}
  - {name: nis_code, type: varchar, about: municipality code as delivered}
  - {name: category_code, type: varchar, about: "public, private, collective or village"}
  - {name: place_type_code, type: varchar, about: kind of reception, missing: not filled in}
  - {name: capacity_count, type: integer, unit: persons, about: persons that the place can hold}
  - {name: status_code, type: varchar, about: status as delivered}
  - {name: available_from_date, type: date, about: first day}
  - {name: available_until_date, type: date, about: "last day, included", missing: no end agreed}
  - {name: is_wheelchair_accessible, type: boolean, missing: not filled in}
  - {name: is_pets_allowed, type: boolean, missing: not filled in}
  - {name: is_offered_fedasil, type: boolean, missing: not filled in}
  - {name: night_rate_eur, type: "decimal(18,2)", unit: euro per place and night, missing: no rate per night}
  - {name: host_id, type: uuid, about: pseudonym, missing: no host family}
  - {name: updated_date, type: date, about: day of the last confirmation, missing: not filled in}
checks:
  - {not_null: [place_id, nis_code, category_code, capacity_count, status_code, available_from_date]}
  - {unique: [place_id]}
*/
with live_places as (

    select * from raw.housing_tool__places

    union all

    select * from raw.housing_tool__places__unread

)

select
    cast(place_id as varchar) as place_id,
    cast(location_id as varchar) as location_id,
    cast(nis_code as varchar) as nis_code,
    cast(category_code as varchar) as category_code,
    cast(place_type_code as varchar) as place_type_code,
    cast(capacity_count as integer) as capacity_count,
    cast(status_code as varchar) as status_code,
    cast(available_from_date as date) as available_from_date,
    cast(available_until_date as date) as available_until_date,
    cast(is_wheelchair_accessible as boolean) as is_wheelchair_accessible,
    cast(is_pets_allowed as boolean) as is_pets_allowed,
    cast(is_offered_fedasil as boolean) as is_offered_fedasil,
    cast(night_rate_eur as decimal(18,2)) as night_rate_eur,
    cast(host_id as uuid) as host_id,
    cast(updated_date as date) as updated_date
from live_places
