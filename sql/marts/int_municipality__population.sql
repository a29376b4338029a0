/* model
name: int_municipality__population
about: "Inhabitants on the geography of each day, by the latest count that was held before it: from 2025 a merged municipality has those of all its parts, so that provinces and Flanders add up on every day."
grain: one row per municipality code and count
key: [nis_code, valid_from_date]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: nis_code, type: varchar}
  - {name: valid_from_date, type: date, about: "1 January of the count, of the first count from the beginning of the period measured"}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: still holds}
  - {name: population_year, type: integer, about: year of the count on 1 January}
  - {name: population_count, type: integer, unit: inhabitants}
checks:
  - {unique: [nis_code, valid_from_date]}
  - {not_null: [nis_code, valid_from_date, population_year, population_count]}
*/
with municipalities as (

    select
        *,
        coalesce(valid_from_date, date '2021-01-01') as first_date,
        coalesce(valid_until_date, date '9999-12-31') as end_date
    from dim_municipality

),

counted as (

    select
        nis_code,
        cast(population_year as integer) as population_year,
        cast(population_count as integer) as population_count
    from ref.populations

),

years as (

    select distinct population_year
    from counted

),

periods as (

    select
        population_year,
        case when lag(population_year) over (order by population_year) is null then date '2021-01-01'
            else cast(cast(population_year as varchar) || '-01-01' as date) end as year_date,
        coalesce(
            cast(cast(lead(population_year) over (order by population_year) as varchar) || '-01-01' as date),
            date '9999-12-31'
        ) as next_date
    from years

),

parts as (

    -- what a municipality took in, as counted while its parts were still counted apart
    select
        municipalities.successor_nis_code as nis_code,
        counted.population_year,
        max(municipalities.end_date) as merged_date,
        cast(sum(counted.population_count) as integer) as population_count
    from municipalities
    join counted on municipalities.nis_code = counted.nis_code
    where municipalities.successor_nis_code is not null
    group by municipalities.successor_nis_code, counted.population_year

),

held as (

    -- Antwerpen kept its code and grew: its own count ends where the sum begins
    select
        municipalities.nis_code,
        periods.population_year,
        greatest(periods.year_date, municipalities.first_date) as from_date,
        least(periods.next_date, municipalities.end_date, coalesce(parts.merged_date, date '9999-12-31')) as until_date,
        counted.population_count
    from counted
    join municipalities on counted.nis_code = municipalities.nis_code
    join periods on counted.population_year = periods.population_year
    left join parts on counted.nis_code = parts.nis_code and counted.population_year = parts.population_year

    union all

    select
        municipalities.nis_code,
        periods.population_year,
        greatest(periods.year_date, parts.merged_date) as from_date,
        periods.next_date as until_date,
        parts.population_count + coalesce(counted.population_count, 0) as population_count
    from parts
    join municipalities on parts.nis_code = municipalities.nis_code
    join periods on parts.population_year = periods.population_year
    left join counted on parts.nis_code = counted.nis_code and parts.population_year = counted.population_year

)

select
    nis_code,
    from_date as valid_from_date,
    nullif(until_date, date '9999-12-31') as valid_until_date,
    population_year,
    population_count
from held
where until_date > from_date
