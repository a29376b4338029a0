/* model
name: fct_attestation
about: "Attestations of temporary protection by month, as last delivered for that month. Wallonia, Brussels and what was not assigned have no municipality."
grain: one row per month, region, municipality, age band and sex
key: [attested_month, region_code, nis_code, age_band_code, sex_code]
columns:
  - {name: attested_month, type: date, about: first day of the month}
  - {name: known_until_date, type: date, about: "last day of the month, from which the count is complete"}
  - {name: region_code, type: varchar}
  - {name: nis_code, type: varchar, missing: outside Flanders or not assigned}
  - {name: province_code, type: varchar, missing: outside Flanders or not assigned}
  - {name: is_centre_city, type: boolean, missing: outside Flanders or not assigned}
  - {name: age_band_code, type: varchar}
  - {name: sex_code, type: varchar}
  - {name: person_count, type: integer, unit: persons}
  - {name: need_count, type: integer, unit: persons, about: persons who state a housing need}
checks:
  - {not_null: [attested_month, region_code, age_band_code, sex_code, person_count, need_count]}
*/
with attestations as (

    select
        period_month,
        region_code,
        nis_code,
        age_band_code,
        sex_code,
        sum(person_count) as person_count,
        sum(coalesce(need_count, 0)) as need_count
    from stg_immigration__attestations
    group by period_month, region_code, nis_code, age_band_code, sex_code

),

municipalities as (

    select * from dim_municipality

)

select
    attestations.period_month as attested_month,
    cast(attestations.period_month + interval '1' month - interval '1' day as date) as known_until_date,
    attestations.region_code,
    attestations.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    attestations.age_band_code,
    attestations.sex_code,
    cast(attestations.person_count as integer) as person_count,
    cast(attestations.need_count as integer) as need_count
from attestations
left join municipalities on attestations.nis_code = municipalities.nis_code
