/* model
name: fct_support
about: "Which municipalities the support reached: those that exist on a day, their questions of the last {support_days} days that the log tells about, and the persons with an attestation until then who were registered in the Flemish Region, so that a rate or a spread has every municipality in it. A question goes on under the new code when its municipality merges."
grain: "one row per municipality, question and municipality code, or attestation row; those of before the log is {support_days} days old together"
key: [row_code, row_id, valid_from_date]
warning: "stock: take one day, do not sum over time; sum one count column at a time"
columns:
  - {name: row_code, type: varchar, about: "municipality, question or attestation"}
  - {name: row_id, type: varchar}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer counts, missing: still counts}
  - {name: nis_code, type: varchar, missing: not about one municipality}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: not about one municipality}
  - {name: municipality_count, type: integer, unit: municipalities}
  - {name: question_count, type: integer, unit: questions}
  - {name: attested_count, type: integer, unit: persons}
checks:
  - {not_null: [row_code, row_id, valid_from_date, municipality_count, question_count, attested_count]}
  - {accepted: {column: row_code, values: [municipality, question, attestation]}}
*/
with municipalities as (

    select * from dim_municipality

),

questions as (

    select
        questions.question_id,
        questions.received_date,
        -- after its last delivery the log tells nothing: what its {support_days} days held then goes on
        case when cast(questions.received_date + interval '{support_days}' day as date) <= told.told_until_date
            then cast(questions.received_date + interval '{support_days}' day as date) end as forgotten_date,
        questions.nis_code,
        coalesce(municipalities.province_code, questions.province_code) as province_code,
        municipalities.is_centre_city,
        municipalities.valid_until_date,
        municipalities.successor_nis_code
    from fct_question as questions
    cross join stg_question_log__questions_told as told
    left join municipalities on questions.nis_code = municipalities.nis_code

),

log as (

    -- as long as the log is not {support_days} days old there are no questions of so many days:
    -- to count those of fewer would be a rise that is none
    select cast(cast(min(received_date) + interval '{support_days}' day as date) - interval '1' day as date) as full_date
    from fct_question

),

reached as (

    select
        question_id,
        greatest(questions.received_date, log.full_date) as valid_from_date,
        case when forgotten_date is null or valid_until_date < forgotten_date then valid_until_date else forgotten_date end as valid_until_date,
        nis_code, province_code, is_centre_city
    from questions
    cross join log
    where valid_until_date is null or valid_until_date > received_date

    union all

    select
        questions.question_id,
        greatest(questions.received_date, greatest(questions.valid_until_date, log.full_date)),
        questions.forgotten_date,
        merged.nis_code, merged.province_code, merged.is_centre_city
    from questions
    cross join log
    join municipalities as merged on questions.successor_nis_code = merged.nis_code
    where questions.forgotten_date is null or questions.valid_until_date < questions.forgotten_date

)

select
    'municipality' as row_code,
    nis_code as row_id,
    greatest(coalesce(valid_from_date, date '2021-01-01'), coalesce(log.full_date, date '2021-01-01')) as valid_from_date,
    valid_until_date,
    nis_code,
    province_code,
    is_centre_city,
    1 as municipality_count,
    0 as question_count,
    0 as attested_count
from municipalities
cross join log
where valid_until_date is null or log.full_date is null or valid_until_date > log.full_date

union all

select 'question', question_id, valid_from_date, valid_until_date, nis_code, province_code, is_centre_city, 0, 1, 0
from reached
where valid_until_date is null or valid_until_date > valid_from_date

union all

select
    'attestation', coalesce(nis_code, '-') || '/' || region_code || '/' || age_band_code || '/' || sex_code,
    greatest(known_until_date, coalesce(log.full_date, known_until_date)), cast(null as date),
    nis_code, province_code, is_centre_city, 0, 0, cast(sum(person_count) as integer)
from fct_attestation
cross join log
where region_code = 'flanders'
group by nis_code, region_code, age_band_code, sex_code, greatest(known_until_date, coalesce(log.full_date, known_until_date)),
    province_code, is_centre_city
