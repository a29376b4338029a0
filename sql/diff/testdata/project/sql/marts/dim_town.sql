/* model
name: dim_town
grain: one row per town
key: [town_code]
columns:
  - {name: town_code, type: varchar}
  - {name: population_count, type: bigint}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date}
*/
select
    town_code,
    cast(population as bigint) as population_count,
    date '2023-01-01' as valid_from_date,
    cast(null as date) as valid_until_date
from ref.towns
