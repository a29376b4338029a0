/* model
name: stg_housing_tool__places_history
about: "Every list that was kept, so that changes nobody announced can be seen. The last delivery of a day counts."
grain: one row per place and delivered list
key: [place_id, snapshot_date]
columns:
  - {name: snapshot_date, type: date, about: day that the list describes}
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
  - {not_null: [place_id, snapshot_date, nis_code, category_code, capacity_count, status_code, available_from_date]}
  - {unique: [place_id, snapshot_date]}
*/
with all_places as (

    select * from raw.housing_tool__places__history

    union all

    -- a place of which the row could not be read still stands in the list
    select * from raw.housing_tool__places__unread__history

),

last_of_day as (

    select _known_at as list_date, max(_sequence) as last_sequence
    from raw.housing_tool__places__deliveries
    group by _known_at

)

select
    cast(all_places._known_at as date) as snapshot_date,
    cast(all_places.place_id as varchar) as place_id,
    cast(all_places.location_id as varchar) as location_id,
    cast(all_places.nis_code as varchar) as nis_code,
    cast(all_places.category_code as varchar) as category_code,
    cast(all_places.place_type_code as varchar) as place_type_code,
    cast(all_places.capacity_count as integer) as capacity_count,
    cast(all_places.status_code as varchar) as status_code,
    cast(all_places.available_from_date as date) as available_from_date,
    cast(all_places.available_until_date as date) as available_until_date,
    cast(all_places.is_wheelchair_accessible as boolean) as is_wheelchair_accessible,
    cast(all_places.is_pets_allowed as boolean) as is_pets_allowed,
    cast(all_places.is_offered_fedasil as boolean) as is_offered_fedasil,
    cast(all_places.night_rate_eur as decimal(18,2)) as night_rate_eur,
    cast(all_places.host_id as uuid) as host_id,
    cast(all_places.updated_date as date) as updated_date
from all_places
join last_of_day
    on all_places._known_at = last_of_day.list_date
    and all_places._sequence = last_of_day.last_sequence
