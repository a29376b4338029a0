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
with wanted as (

    -- by category, so that the engine joins by hash; nights are counted over the month, all else on its day
    select
        areas.*, categories.category_code,
        case when areas.basis_code = 'nights' then areas.period_month else areas.reference_date end as counted_from_date,
        cast(case when areas.basis_code = 'nights' then areas.period_month + interval '1' month else areas.reference_date + interval '1' day end as date) as counted_until_date
    from int_subsidy__area as areas
    join (select distinct category_code from int_place__municipality) as categories
        on (areas.basis_code = 'filled_fives' and categories.category_code = 'private')
        or (areas.basis_code = 'nights' and categories.category_code = 'collective')
        or areas.basis_code in ('persons', 'persons_limited')

),

located as (

    -- stays in places that stood in the municipality on the day whose state counts
    select
        wanted.request_number, wanted.basis_code, wanted.reference_date,
        stays.household_id, stays.place_id, stays.person_count,
        case when wanted.basis_code = 'nights' then coalesce(stays.place_type_code, 'unknown') else 'all' end as place_type_code,
        greatest(stays.start_date, wanted.counted_from_date) as from_date,
        least(coalesce(stays.end_date, date '9999-12-31'), wanted.counted_until_date) as until_date
    from wanted
    join int_place__municipality as municipalities
        on wanted.place_nis_code = municipalities.nis_code
        and wanted.reference_date >= municipalities.from_date
        and wanted.reference_date < municipalities.until_date
    join int_subsidy__stay as stays
        on municipalities.place_id = stays.place_id
        and wanted.category_code = stays.category_code
        and stays.known_until_date = coalesce(wanted.correctable_until_date, date '9999-12-31')
        and stays.start_date < wanted.counted_until_date
        and coalesce(stays.end_date, date '9999-12-31') > wanted.counted_from_date

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
