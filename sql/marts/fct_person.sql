/* model
name: fct_person
about: "Registered persons, each once: a person whose BIS number was replaced by a national number is there under the last number, with the first registration date."
grain: one row per person
key: [person_id]
columns:
  - {name: person_id, type: uuid, about: pseudonym}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: age_band_code, type: varchar, about: age on the day of registration, missing: birth date unknown}
  - {name: sex_code, type: varchar, missing: not filled in}
  - {name: registered_date, type: date, about: earliest registration under any of the numbers}
  - {name: has_earlier_number, type: boolean}
checks:
  - {unique: [person_id]}
  - {not_null: [person_id, household_id, registered_date]}
  - {range: {column: registered_date, min: 2022-02-24}, severity: warn, owner: beheer van de huisvestingstool, fix: correct the day of registration, fix_nl: verbeter de dag van registratie}
*/
with persons as (

    select * from stg_housing_tool__persons

),

renumbered as (

    select person_id, previous_person_id
    from persons
    where previous_person_id is not null

),

earlier_numbers as (

    -- who was replaced by whom; two numbers that name each other keep the greater
    select newer.person_id, older.person_id as older_person_id, older.registered_date, older.previous_person_id
    from renumbered as newer
    join persons as older on newer.previous_person_id = older.person_id
    where newer.person_id <> older.person_id
        and (older.previous_person_id is distinct from newer.person_id or older.person_id < newer.person_id)

),

first_registrations as (

    -- a number is replaced once, or twice: the predecessor of a predecessor counts too
    select
        earlier_numbers.person_id,
        min(earlier_numbers.registered_date) as direct_date,
        min(before_that.registered_date) as indirect_date
    from earlier_numbers
    left join earlier_numbers as before_that on earlier_numbers.older_person_id = before_that.person_id
    group by earlier_numbers.person_id

)

select
    persons.person_id,
    persons.household_id,
    persons.age_band_code,
    persons.sex_code,
    least(
        persons.registered_date,
        coalesce(first_registrations.direct_date, persons.registered_date),
        coalesce(first_registrations.indirect_date, persons.registered_date)
    ) as registered_date,
    first_registrations.person_id is not null as has_earlier_number
from persons
left join first_registrations on persons.person_id = first_registrations.person_id
where persons.person_id not in (select older_person_id from earlier_numbers)
