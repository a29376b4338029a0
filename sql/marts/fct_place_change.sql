/* model
name: fct_place_change
about: "States of places, found by comparing each list with the one before. A change is dated by the day of confirmation when that lies between the two lists, else by the list; a place that is missing from a list ended on that day."
grain: one row per place and unchanged state
key: [place_id, valid_from_date, run_number]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: place_id, type: varchar}
  - {name: run_number, type: integer, about: 1 for the first state of the place}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: holds in the latest list}
  - {name: is_relisted, type: boolean, about: the place was missing from the list before}
  - {name: is_vanished, type: boolean, about: it ended because the next list has no such place}
  - {name: location_id, type: varchar, missing: not found through prospection}
  - {name: nis_code, type: varchar}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: status_code, type: varchar}
  - {name: capacity_count, type: integer, unit: persons}
  - {name: registered_count, type: integer, unit: persons, about: "capacity, 0 when closed"}
  - {name: available_from_date, type: date}
  - {name: available_until_date, type: date, about: "last day, included", missing: no end agreed}
  - {name: is_offered_fedasil, type: boolean, missing: not filled in}
checks:
  - {not_null: [place_id, valid_from_date, nis_code, category_code, status_code, capacity_count]}
  - {accepted: {column: status_code, values: [registered, validated, on_hold, closing, closed]}}
*/
with runs as (

    select * from int_place__run

),

dated as (

    -- a place that is new in a list cannot have been registered before the list before it
    select
        *,
        case
            when previous_list_date is null then least(available_from_date, first_list_date)
            when run_number = 1 then greatest(
                least(available_from_date, first_list_date),
                cast(previous_list_date + interval '1' day as date)
            )
            when updated_date > previous_list_date and updated_date <= first_list_date then updated_date
            else first_list_date
        end as valid_from_date
    from runs

),

followed as (

    -- joined by number, since an engine carries every column of every row through a window
    select
        dated.*,
        next.valid_from_date as next_from_date,
        coalesce(next.is_continued, false) as is_next_continued
    from dated
    left join dated as next
        on dated.place_id = next.place_id
        and dated.run_number + 1 = next.run_number

)

select
    place_id,
    run_number,
    valid_from_date,
    case when is_next_continued then next_from_date else next_list_date end as valid_until_date,
    run_number > 1 and not is_continued as is_relisted,
    next_list_date is not null and not is_next_continued as is_vanished,
    location_id,
    nis_code,
    category_code,
    place_type_code,
    status_code,
    capacity_count,
    case when status_code = 'closed' then 0 else capacity_count end as registered_count,
    available_from_date,
    available_until_date,
    is_offered_fedasil
from followed
