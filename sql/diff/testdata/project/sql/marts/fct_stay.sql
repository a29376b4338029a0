/* model
name: fct_stay
about: Stays, in the town of today's division
grain: one row per stay
key: [stay_id]
columns:
  - {name: stay_id, type: varchar}
  - {name: town_code, type: varchar}
  - {name: person_count, type: bigint}
  - {name: start_date, type: date}
  - {name: end_date, type: date, about: first day without the stay, missing: not ended}
*/
select
    stays.stay_id,
    towns.merged_code as town_code,
    stays.person_count,
    stays.start_date,
    stays.end_date
from raw.tool__stays as stays
left join ref.towns as towns on stays.town_code = towns.town_code
