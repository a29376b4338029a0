/* model
name: fct_place_kept
about: "What became of places after 90 days: each state of a place that was not closed counts as before, 90 days later, and as kept on those days on which the place is not closed then."
grain: one row per state, and per state and later state of the same place
key: [row_code, place_id, before_run_number, kept_run_number]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: row_code, type: varchar, about: before or kept}
  - {name: place_id, type: varchar}
  - {name: before_run_number, type: integer, about: state of 90 days ago}
  - {name: kept_run_number, type: integer, about: "state on the day, 0 for before"}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: still holds}
  - {name: nis_code, type: varchar, about: of 90 days ago}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar, about: of 90 days ago}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: before_count, type: integer, unit: places, about: registrations}
  - {name: kept_count, type: integer, unit: places, about: registrations}
checks:
  - {not_null: [row_code, place_id, valid_from_date, before_count, kept_count]}
  - {accepted: {column: row_code, values: [before, kept]}}
*/
with states as (

    select place_id, run_number, nis_code, category_code, place_type_code, valid_from_date, valid_until_date
    from fct_place_change
    where status_code <> 'closed'

),

shifted as (

    select
        states.place_id,
        states.run_number,
        states.nis_code,
        municipalities.province_code,
        municipalities.is_centre_city,
        states.category_code,
        states.place_type_code,
        cast(states.valid_from_date + interval '90' day as date) as from_date,
        cast(states.valid_until_date + interval '90' day as date) as until_date
    from states
    left join dim_municipality as municipalities on states.nis_code = municipalities.nis_code

)

select
    'before' as row_code,
    place_id,
    run_number as before_run_number,
    0 as kept_run_number,
    from_date as valid_from_date,
    until_date as valid_until_date,
    nis_code,
    province_code,
    is_centre_city,
    category_code,
    place_type_code,
    1 as before_count,
    0 as kept_count
from shifted

union all

select
    'kept',
    shifted.place_id,
    shifted.run_number,
    states.run_number,
    greatest(shifted.from_date, states.valid_from_date),
    least(
        coalesce(shifted.until_date, states.valid_until_date),
        coalesce(states.valid_until_date, shifted.until_date)
    ),
    shifted.nis_code,
    shifted.province_code,
    shifted.is_centre_city,
    shifted.category_code,
    shifted.place_type_code,
    0,
    1
from shifted
join states
    on shifted.place_id = states.place_id
    and (shifted.until_date is null or states.valid_from_date < shifted.until_date)
    and (states.valid_until_date is null or states.valid_until_date > shifted.from_date)
