/* model
name: fct_prospection_place
about: "States of places while the housing tool links them to a prospected location, which may be later than the place itself. They check the prospection list."
grain: one row per place and unchanged state with a location
key: [place_id, run_number]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: place_id, type: varchar}
  - {name: run_number, type: integer, about: of fct_place_change}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: holds in the latest list}
  - {name: location_id, type: varchar, about: prospected location}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: registered_count, type: integer, unit: persons}
  - {name: protected_count, type: integer, about: "what the disclosure threshold is applied to, see fct_capacity"}
checks:
  - {unique: [place_id, run_number]}
  - {not_null: [place_id, run_number, valid_from_date, location_id, registered_count]}
*/
select
    changes.place_id,
    changes.run_number,
    changes.valid_from_date,
    changes.valid_until_date,
    changes.location_id,
    changes.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    changes.category_code,
    changes.place_type_code,
    changes.registered_count,
    case
        when changes.category_code = 'private' or coalesce(changes.place_type_code, 'host_family') = 'host_family' then 1
        else changes.registered_count
    end as protected_count
from fct_place_change as changes
left join dim_municipality as municipalities on changes.nis_code = municipalities.nis_code
where changes.location_id is not null and changes.status_code <> 'closed'
