/* model
name: int_subsidy__stay
about: "Stays as last known, and once more for every payment whose state could be corrected until a day: as they were known on that day. A stay that lasts while its place gets another category or type goes on under that one."
grain: "one row per stay, day of knowledge, and municipality code, category and type of its place in a row"
key: [known_until_date, placement_id, start_date]
materialized: view
columns:
  - {name: known_until_date, type: date, about: "day of knowledge; 9999-12-31 for what is last known"}
  - {name: placement_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: place_id, type: varchar}
  - {name: person_count, type: integer, unit: persons}
  - {name: start_date, type: date, about: "first night, or first day on which the place was so"}
  - {name: end_date, type: date, about: "day of leaving, or first day on which the place was something else", missing: the stay lasts}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
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

),

placed as (

    select place_id, from_date, until_date, category_code, place_type_code
    from int_place__municipality

)

-- joined in both halves, not behind them: an engine that is free to join this with what reads it
-- begins with the category, of which there are five, and makes a thousand rows of each stay
select
    stays.known_until_date,
    stays.placement_id,
    stays.household_id,
    stays.place_id,
    stays.person_count,
    greatest(stays.start_date, placed.from_date) as start_date,
    nullif(least(coalesce(stays.end_date, date '9999-12-31'), placed.until_date), date '9999-12-31') as end_date,
    placed.category_code,
    placed.place_type_code
from delivered as stays
join placed
    on stays.place_id = placed.place_id
    and coalesce(stays.end_date, date '9999-12-31') > placed.from_date
    and stays.start_date < placed.until_date
where stays.newest_rank = 1 and not stays.is_deleted

union all

-- the latest state is that of the facts, where each stay stands once already
select
    date '9999-12-31', stays.placement_id, stays.household_id, stays.place_id, stays.person_count,
    greatest(stays.start_date, placed.from_date),
    nullif(least(coalesce(stays.end_date, date '9999-12-31'), placed.until_date), date '9999-12-31'),
    placed.category_code, placed.place_type_code
from fct_placement as stays
join placed
    on stays.place_id = placed.place_id
    and coalesce(stays.end_date, date '9999-12-31') > placed.from_date
    and stays.start_date < placed.until_date
