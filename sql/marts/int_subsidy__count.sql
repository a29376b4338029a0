/* model
name: int_subsidy__count
about: "What the other exports hold of what a rule counts, for each scheme, municipality and month with a claim: registered persons, available public places, filled private places, nights. Who stays in a place counts while the place is validated, as a registered person always. What was not found has no row."
grain: "one row per scheme, municipality, month and type of place"
key: [scheme_code, nis_code, period_month, place_type_code]
columns:
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: period_month, type: date}
  - {name: place_type_code, type: varchar, about: "for nights, else all"}
  - {name: found_count, type: bigint, unit: "persons, places or nights"}
  - {name: seen_count, type: bigint, unit: "persons, places or nights", about: "with who stayed in places that were not validated, which tells the rate of nights"}
*/
with located as (

    -- stays in the places that count, on the days that count
    select
        places.request_number, places.basis_code, places.reference_date,
        stays.household_id, stays.place_id, stays.person_count, places.place_type_code,
        greatest(stays.start_date, places.counted_from_date) as from_date,
        least(coalesce(stays.end_date, date '9999-12-31'), places.counted_until_date) as until_date
    from int_subsidy__place as places
    join int_subsidy__stay as stays
        on places.place_id = stays.place_id
        and stays.known_until_date = coalesce(places.correctable_until_date, date '9999-12-31')
        and stays.start_date < places.counted_until_date
        and coalesce(stays.end_date, date '9999-12-31') > places.counted_from_date

),

filled as (

    -- nights, or the one day that counts, on which the place was validated: not those on which it
    -- was only registered, and none after it was closed
    select
        located.request_number, located.place_type_code,
        located.person_count * date_diff(
            'day', greatest(located.from_date, states.valid_from_date), least(located.until_date, coalesce(states.valid_until_date, date '9999-12-31'))
        ) as found_count,
        0 as seen_count
    from located
    join fct_place_change as states
        on located.place_id = states.place_id
        and located.until_date > states.valid_from_date
        and located.from_date < coalesce(states.valid_until_date, date '9999-12-31')
    where located.basis_code in ('filled_fives', 'nights') and states.status_code in ('validated', 'on_hold', 'closing')

    union all

    select request_number, place_type_code, 0, person_count * date_diff('day', from_date, until_date)
    from located where basis_code in ('filled_fives', 'nights')

),

households as (

    -- once, also when a household is in two places at a time
    select distinct request_number, reference_date, household_id
    from located where basis_code in ('persons', 'persons_limited')

),

persons as (

    select household_id, registered_date, count(*) as person_count from fct_person group by household_id, registered_date -- most of a household on one day

),

found as (

    select households.request_number, 'all' as place_type_code, cast(sum(persons.person_count) as bigint) as found_count, cast(sum(persons.person_count) as bigint) as seen_count
    from households
    join persons
        on households.household_id = persons.household_id
        and persons.registered_date <= households.reference_date
    group by households.request_number

    union all

    select request_number, place_type_code, cast(sum(found_count) as bigint), cast(sum(seen_count) as bigint)
    from filled group by request_number, place_type_code

    union all

    select areas.request_number, 'all', cast(sum(stretches.capacity_count) as bigint), cast(sum(stretches.capacity_count) as bigint)
    from int_subsidy__area as areas
    join int_place__stretch as stretches
        on areas.place_nis_code = stretches.nis_code
        and areas.reference_date >= stretches.usable_from_date
        and areas.reference_date < stretches.usable_until_date
        and stretches.stretch_days >= coalesce(areas.min_days, 0)
    where areas.basis_code = 'available_places' and stretches.category_code = 'public'
    group by areas.request_number

)

select requests.scheme_code, requests.nis_code, requests.period_month, found.place_type_code, found.found_count, found.seen_count
from found
join int_subsidy__request as requests on found.request_number = requests.request_number
