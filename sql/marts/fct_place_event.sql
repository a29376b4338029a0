/* model
name: fct_place_event
about: "Every day on which registered capacity grew or shrank. Summed from the beginning to a day it is the stock of registered places on that day, all together: a place that only gets another code, category, type or location has no row, since nothing was gained, and stays with what it was."
grain: one row per place and change of its registered capacity
key: [place_id, event_date, event_code, run_number]
columns:
  - {name: place_id, type: varchar}
  - {name: run_number, type: integer}
  - {name: event_date, type: date}
  - {name: event_code, type: varchar, about: "created, relisted, expanded, reopened, reduced, closed or vanished"}
  - {name: change_count, type: integer, unit: persons, about: "growth, negative for a loss"}
  - {name: protected_count, type: integer, about: "what the disclosure threshold is applied to, see fct_capacity"}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: location_id, type: varchar, about: prospected location, missing: not found through prospection}
checks:
  - {not_null: [place_id, event_date, event_code, change_count]}
  - {accepted: {column: event_code, values: [created, relisted, expanded, reopened, reduced, closed, vanished]}}
*/
with changes as (

    -- joined by number, since an engine carries every column of every row through a window
    select changes.*, before.registered_count as before_count, before.status_code as before_status_code
    from fct_place_change as changes
    left join fct_place_change as before
        on changes.place_id = before.place_id
        and changes.run_number = before.run_number + 1

),

municipalities as (

    select * from dim_municipality

),

begun as (

    select
        changes.*,
        valid_from_date as event_date,
        registered_count - case when run_number = 1 or is_relisted then 0 else before_count end as change_count,
        case
            when run_number = 1 then 'created'
            when is_relisted then 'relisted'
            when status_code = 'closed' and before_status_code <> 'closed' then 'closed'
            when status_code <> 'closed' and before_status_code = 'closed' then 'reopened'
            when registered_count > before_count then 'expanded'
            else 'reduced'
        end as event_code
    from changes

),

ended as (

    select
        changes.*,
        valid_until_date as event_date,
        -registered_count as change_count,
        'vanished' as event_code
    from changes
    where is_vanished

),

events as (

    select * from begun where change_count <> 0

    union all

    select * from ended where change_count <> 0

)

select
    events.place_id,
    events.run_number,
    events.event_date,
    events.event_code,
    cast(events.change_count as integer) as change_count,
    case when events.category_code = 'private' or coalesce(events.place_type_code, 'host_family') = 'host_family'
        then 1 else cast(abs(events.change_count) as integer) end as protected_count,
    events.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    events.category_code,
    events.place_type_code,
    events.location_id
from events
left join municipalities on events.nis_code = municipalities.nis_code
