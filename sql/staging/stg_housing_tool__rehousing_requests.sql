/* model
name: stg_housing_tool__rehousing_requests
materialized: table
about: Each row as last changed on or before the knowledge date.
grain: "one row per request of a household for another place, as last changed"
key: [request_id]
columns:
  - {name: request_id, type: varchar, about: id given by the housing tool}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: placement_id, type: varchar, about: the stay that the household wants to leave, missing: not linked to a stay}
  - {name: person_count, type: integer, unit: persons, missing: not filled in}
  - {name: requested_date, type: date}
  - {name: reason_code, type: varchar, missing: no reason recorded}
  - {name: is_vulnerable, type: boolean, missing: not filled in}
  - {name: refusal_count, type: integer, unit: refusals, missing: not filled in}
  - {name: closed_date, type: date, missing: request is open}
  - {name: outcome_code, type: varchar}
checks:
  - {not_null: [request_id, household_id, requested_date, outcome_code]}
  - {unique: [request_id]}
*/
with live_rehousing_requests as (

    select * from raw.housing_tool__rehousing_requests

)

select
    cast(request_id as varchar) as request_id,
    cast(household_id as uuid) as household_id,
    cast(placement_id as varchar) as placement_id,
    cast(person_count as integer) as person_count,
    cast(requested_date as date) as requested_date,
    cast(reason_code as varchar) as reason_code,
    cast(is_vulnerable as boolean) as is_vulnerable,
    cast(refusal_count as integer) as refusal_count,
    cast(closed_date as date) as closed_date,
    cast(outcome_code as varchar) as outcome_code
from live_rehousing_requests
