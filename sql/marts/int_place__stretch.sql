/* model
name: int_place__stretch
about: "How long validated places were available without a break: each state within the stretch of days that it is part of. A stretch without a known end lasts: it counts as long enough for every rule."
grain: one row per place and available state
key: [place_id, usable_from_date]
columns:
  - {name: place_id, type: varchar}
  - {name: usable_from_date, type: date, about: first day of the state}
  - {name: usable_until_date, type: date, about: "first day on which it no longer holds; 9999-12-31 while it lasts"}
  - {name: nis_code, type: varchar}
  - {name: category_code, type: varchar}
  - {name: capacity_count, type: integer, unit: persons}
  - {name: stretch_from_date, type: date}
  - {name: stretch_until_date, type: date, about: "first day after the stretch; 9999-12-31 while it lasts"}
  - {name: stretch_days, type: integer, unit: days}
*/
with states as (

    select
        place_id,
        valid_from_date as usable_from_date,
        coalesce(valid_until_date, date '9999-12-31') as usable_until_date,
        nis_code,
        category_code,
        available_count as capacity_count
    from fct_capacity
    where row_code = 'available'

),

compared as (

    select
        *,
        lag(usable_until_date) over (partition by place_id order by usable_from_date) as before_until_date
    from states

),

numbered as (

    select
        *,
        sum(case when before_until_date >= usable_from_date then 0 else 1 end)
            over (partition by place_id order by usable_from_date rows unbounded preceding) as stretch_number
    from compared

),

stretches as (

    select
        place_id,
        stretch_number,
        min(usable_from_date) as stretch_from_date,
        max(usable_until_date) as stretch_until_date
    from numbered
    group by place_id, stretch_number

)

select
    numbered.place_id,
    numbered.usable_from_date,
    numbered.usable_until_date,
    numbered.nis_code,
    numbered.category_code,
    numbered.capacity_count,
    stretches.stretch_from_date,
    stretches.stretch_until_date,
    cast(date_diff('day', stretches.stretch_from_date, stretches.stretch_until_date) as integer) as stretch_days
from numbered
join stretches
    on numbered.place_id = stretches.place_id
    and numbered.stretch_number = stretches.stretch_number
