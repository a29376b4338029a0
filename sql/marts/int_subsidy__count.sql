/* model
name: int_subsidy__count
about: "What the other exports hold of what a rule counts, for each scheme, municipality and month with a claim: registered persons, available public places, filled private places, nights. What was not found has no row."
grain: "one row per scheme, municipality, month and type of place"
key: [scheme_code, nis_code, period_month, place_type_code]
columns:
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: period_month, type: date}
  - {name: place_type_code, type: varchar, about: "for nights, else all"}
  - {name: found_count, type: bigint, unit: "persons, places or nights"}
*/
with requests as (

    -- numbered, so that what is found is told apart by a number; nights are counted over
    -- the month, all else on the day whose state counts
    select
        *,
        row_number() over (order by scheme_code, nis_code, period_month) as request_number,
        case when basis_code = 'nights' then period_month else reference_date end as counted_from_date,
        cast(case when basis_code = 'nights' then period_month + interval '1' month else reference_date + interval '1' day end as date) as counted_until_date
    from int_subsidy__request

),

placed as (

    -- with each municipality whose places count, before days are looked at: these alone would pair all with all
    select requests.*, areas.place_nis_code
    from requests
    join int_subsidy__area as areas
        on requests.scheme_code = areas.scheme_code and requests.nis_code = areas.nis_code and requests.period_month = areas.period_month

),

wanted as (

    -- by category, so that the engine joins by hash what would be sorted out afterwards
    select placed.*, categories.category_code
    from placed
    join (select distinct category_code from dim_place) as categories
        on (placed.basis_code = 'filled_fives' and categories.category_code = 'private')
        or (placed.basis_code = 'nights' and categories.category_code = 'collective')
        or placed.basis_code in ('persons', 'persons_limited')

),

located as (

    -- stays in places that stood in the municipality on the day whose state counts
    select
        wanted.request_number, wanted.basis_code, wanted.reference_date,
        stays.household_id,
        case when wanted.basis_code = 'nights' then coalesce(stays.place_type_code, 'unknown') else 'all' end as place_type_code,
        stays.person_count * date_diff(
            'day', greatest(stays.start_date, wanted.counted_from_date), least(coalesce(stays.end_date, date '9999-12-31'), wanted.counted_until_date)
        ) as person_days
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

households as (

    -- once, also when a household is in two places at a time
    select distinct request_number, reference_date, household_id
    from located
    where basis_code in ('persons', 'persons_limited')

),

persons as (

    select household_id, registered_date, count(*) as person_count from fct_person group by household_id, registered_date -- most of a household on one day

),

found as (

    select households.request_number, 'all' as place_type_code, cast(sum(persons.person_count) as bigint) as found_count
    from households
    join persons
        on households.household_id = persons.household_id
        and persons.registered_date <= households.reference_date
    group by households.request_number

    union all

    -- persons by night, or those of the one day that counts
    select request_number, place_type_code, cast(sum(person_days) as bigint)
    from located
    where basis_code in ('filled_fives', 'nights')
    group by request_number, place_type_code

    union all

    select placed.request_number, 'all', cast(sum(stretches.capacity_count) as bigint)
    from placed
    join int_place__stretch as stretches
        on placed.place_nis_code = stretches.nis_code
        and placed.reference_date >= stretches.usable_from_date
        and placed.reference_date < stretches.usable_until_date
        and stretches.stretch_days >= coalesce(placed.min_days, 0)
    where placed.basis_code = 'available_places' and stretches.category_code = 'public'
    group by placed.request_number

)

select requests.scheme_code, requests.nis_code, requests.period_month, found.place_type_code, found.found_count
from found
join requests on found.request_number = requests.request_number
