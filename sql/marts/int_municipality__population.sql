/* model
name: int_municipality__population
about: "Inhabitants of 2020 on the geography of each day: from 2025 a merged municipality has those of all its parts, so that provinces and Flanders add up on every day."
grain: one row per municipality code and population
key: [nis_code, valid_from_date]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: nis_code, type: varchar}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: still holds}
  - {name: population_count, type: integer, unit: inhabitants}
checks:
  - {not_null: [nis_code, valid_from_date, population_count]}
*/
with municipalities as (

    select * from dim_municipality

),

merged_into as (

    select
        successor_nis_code as nis_code,
        min(valid_until_date) as merged_date,
        cast(sum(population_2020_count) as integer) as joined_count
    from municipalities
    where successor_nis_code is not null
    group by successor_nis_code

)

select
    municipalities.nis_code,
    coalesce(municipalities.valid_from_date, date '2021-01-01') as valid_from_date,
    -- Antwerpen kept its code and grew: the first of its two rows ends where the second begins
    coalesce(
        municipalities.valid_until_date,
        case when municipalities.valid_from_date is null then merged_into.merged_date end
    ) as valid_until_date,
    municipalities.population_2020_count as population_count
from municipalities
left join merged_into on municipalities.nis_code = merged_into.nis_code

union all

select
    municipalities.nis_code,
    merged_into.merged_date as valid_from_date,
    cast(null as date) as valid_until_date,
    municipalities.population_2020_count + merged_into.joined_count as population_count
from municipalities
join merged_into on municipalities.nis_code = merged_into.nis_code
where municipalities.valid_from_date is null
