/* model
name: fct_capacity
about: "All stocks of reception in one relation, so that registered, available and occupied places, inhabitants and targets are cut alike: each row adds to one or more counts from a day until a day."
grain: one row per source row and validity
key: [row_code, row_id, valid_from_date]
warning: "stock: take one day, do not sum over time; sum one count column at a time"
columns:
  - {name: row_code, type: varchar, about: "place (a state), available (a state within its period), stay, population or target"}
  - {name: row_id, type: varchar, about: "place and run, placement, municipality code or target"}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer counts, missing: still counts}
  - {name: place_id, type: varchar, missing: population or target}
  - {name: household_id, type: uuid, about: pseudonym, missing: not a stay}
  - {name: is_vulnerable, type: boolean, about: "the household, said so in a referral or a request", missing: not a stay}
  - {name: nis_code, type: varchar, missing: place not known or target}
  - {name: province_code, type: varchar, missing: place not known or target}
  - {name: is_centre_city, type: boolean, missing: place not known or target}
  - {name: category_code, type: varchar, missing: place not known or no place}
  - {name: place_type_code, type: varchar, missing: not filled in or no place}
  - {name: status_code, type: varchar, missing: not a place}
  - {name: registered_count, type: integer, unit: persons, about: capacity of places that are not closed}
  - {name: available_count, type: integer, unit: persons, about: "capacity of validated and closing places within their period of availability"}
  - {name: occupied_count, type: integer, unit: persons, about: persons who stay there}
  - {name: population_count, type: integer, unit: inhabitants, about: "by the latest count before the day"}
  - {name: target_count, type: integer, unit: persons}
  - {name: protected_count, type: integer, about: "what the disclosure threshold is applied to: each host family or private place is 1, other places count their capacity, a stay its persons"}
checks:
  - {not_null: [row_code, row_id, valid_from_date, registered_count, available_count, occupied_count]}
  - {accepted: {column: row_code, values: [place, available, stay, population, target]}}
*/
with states as (

    select
        changes.*,
        place_id || '/' || cast(run_number as varchar) as row_id,
        municipalities.province_code,
        municipalities.is_centre_city,
        case
            when status_code = 'closed' then 0
            when category_code = 'private' or coalesce(place_type_code, 'host_family') = 'host_family' then 1
            else registered_count
        end as protected_count,
        greatest(changes.valid_from_date, available_from_date) as usable_from_date,
        least(
            coalesce(changes.valid_until_date, cast(available_until_date + interval '1' day as date)),
            coalesce(cast(available_until_date + interval '1' day as date), changes.valid_until_date)
        ) as usable_until_date
    from fct_place_change as changes
    left join dim_municipality as municipalities on changes.nis_code = municipalities.nis_code

),

told as (

    select min(valid_from_date) as first_date
    from (select valid_from_date from states union all select start_date from fct_placement) as firsts

),

populations as (

    -- before the first place or stay nothing is told: a rate would say that nobody was there
    select
        populations.nis_code,
        greatest(populations.valid_from_date, told.first_date) as valid_from_date,
        populations.valid_until_date,
        populations.population_count,
        municipalities.province_code, municipalities.is_centre_city
    from int_municipality__population as populations
    join dim_municipality as municipalities on populations.nis_code = municipalities.nis_code
    cross join told
    where told.first_date is not null
        and (populations.valid_until_date is null or populations.valid_until_date > told.first_date)

)

select
    'place' as row_code, row_id, valid_from_date, valid_until_date, place_id,
    cast(null as uuid) as household_id, cast(null as boolean) as is_vulnerable,
    nis_code, province_code, is_centre_city, category_code, place_type_code, status_code,
    registered_count, 0 as available_count, 0 as occupied_count, 0 as population_count, 0 as target_count,
    protected_count
from states

union all

select
    'available', row_id, usable_from_date, usable_until_date, place_id, cast(null as uuid), cast(null as boolean),
    nis_code, province_code, is_centre_city, category_code, place_type_code, status_code,
    0, capacity_count, 0, 0, 0, protected_count
from states
where status_code in ('validated', 'closing')
    and (usable_until_date is null or usable_until_date > usable_from_date)

union all

select
    'stay', placement_id, valid_from_date, valid_until_date, place_id, stays.household_id, households.is_vulnerable,
    nis_code, province_code, is_centre_city, category_code, place_type_code, cast(null as varchar),
    0, 0, stays.person_count, 0, 0, stays.person_count
from int_placement__municipality as stays
left join dim_household as households on stays.household_id = households.household_id

union all

select
    'population', nis_code, valid_from_date, valid_until_date,
    cast(null as varchar), cast(null as uuid), cast(null as boolean),
    nis_code, province_code, is_centre_city, cast(null as varchar), cast(null as varchar), cast(null as varchar),
    0, 0, 0, population_count, 0, 0
from populations

union all

select
    'target', target_id, from_date, until_date, cast(null as varchar), cast(null as uuid), cast(null as boolean),
    cast(null as varchar), cast(null as varchar), cast(null as boolean),
    cast(null as varchar), cast(null as varchar), cast(null as varchar),
    0, 0, 0, 0, place_count, 0
from fct_target
