/* model
name: fct_displaced
about: "Attestations as a stock that only grows, beside the inhabitants, so that a rate has every municipality in its denominator, also those without any attestation."
grain: one row per attestation row or population row
key: [row_code, row_id, valid_from_date]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: row_code, type: varchar, about: attestation or population}
  - {name: row_id, type: varchar}
  - {name: valid_from_date, type: date, about: attestations count from the last day of their month}
  - {name: valid_until_date, type: date, missing: still counts}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar}
  - {name: is_centre_city, type: boolean}
  - {name: attested_count, type: integer, unit: persons}
  - {name: population_count, type: integer, unit: inhabitants, about: "by the latest count before the day"}
checks:
  - {not_null: [row_code, row_id, valid_from_date, nis_code, attested_count, population_count]}
*/
with attestations as (

    select * from fct_attestation

),

municipalities as (

    select * from dim_municipality

),

told as (

    select min(known_until_date) as first_date
    from attestations

),

populations as (

    -- before the first attestation nothing is told: a rate would say that nobody was there
    select
        populations.nis_code,
        greatest(populations.valid_from_date, told.first_date) as valid_from_date,
        populations.valid_until_date,
        populations.population_count
    from int_municipality__population as populations
    cross join told
    where told.first_date is not null
        and (populations.valid_until_date is null or populations.valid_until_date > told.first_date)

)

select
    'attestation' as row_code,
    nis_code || '/' || region_code || '/' || age_band_code || '/' || sex_code as row_id,
    known_until_date as valid_from_date,
    cast(null as date) as valid_until_date,
    nis_code,
    province_code,
    is_centre_city,
    person_count as attested_count,
    0 as population_count
from attestations
where province_code is not null

union all

select
    'population' as row_code,
    populations.nis_code as row_id,
    populations.valid_from_date,
    populations.valid_until_date,
    populations.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    0 as attested_count,
    populations.population_count
from populations
join municipalities on populations.nis_code = municipalities.nis_code
