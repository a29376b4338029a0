/* model
name: int_subsidy__stay
about: "Stays as last known, and once more for every payment whose state could be corrected until a day: as they were known on that day."
grain: one row per stay and day of knowledge
key: [known_until_date, placement_id]
materialized: view
columns:
  - {name: known_until_date, type: date, about: "day of knowledge; 9999-12-31 for what is last known"}
  - {name: placement_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: place_id, type: varchar}
  - {name: person_count, type: integer, unit: persons}
  - {name: start_date, type: date, about: first night}
  - {name: end_date, type: date, about: day of leaving, missing: the stay lasts}
*/
with cutoffs as (

    select distinct correctable_until_date as known_until_date
    from dim_subsidy_payment
    where correctable_until_date is not null

),

delivered as (

    select
        cutoffs.known_until_date,
        history.*,
        row_number() over (
            partition by cutoffs.known_until_date, history.placement_id
            order by history.known_date desc, history.delivery_number desc, history.line_number desc
        ) as newest_rank
    from cutoffs
    join stg_housing_tool__placements_history as history on history.known_date <= cutoffs.known_until_date

)

select known_until_date, placement_id, household_id, place_id, person_count, start_date, end_date
from delivered
where newest_rank = 1 and not is_deleted

union all

-- the latest state is that of the facts, where each stay stands once already
select date '9999-12-31', placement_id, household_id, place_id, person_count, start_date, end_date
from fct_placement
