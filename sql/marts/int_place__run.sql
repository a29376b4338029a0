/* model
name: int_place__run
about: "Runs of consecutive lists in which nothing about a place changed, each with the state that it had."
grain: one row per place and unchanged state
key: [place_id, run_number]
columns:
  - {name: place_id, type: varchar}
  - {name: run_number, type: integer, about: 1 for the first state of the place}
  - {name: first_list_date, type: date, about: first list of the run}
  - {name: previous_list_date, type: date, about: list before the run, missing: the run begins in the first list}
  - {name: next_list_date, type: date, about: list after the run, missing: the run reaches the latest list}
  - {name: is_continued, type: boolean, about: the place stood in the list before}
  - {name: location_id, type: varchar, missing: not found through prospection}
  - {name: nis_code, type: varchar}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: status_code, type: varchar}
  - {name: capacity_count, type: integer, unit: persons}
  - {name: available_from_date, type: date}
  - {name: available_until_date, type: date, about: "last day, included", missing: no end agreed}
  - {name: is_offered_fedasil, type: boolean, missing: not filled in}
  - {name: updated_date, type: date, about: in the first list of the run, missing: never confirmed}
*/
with lists as (

    select * from int_place__list

),

states as (

    -- most places never come back to a state they left, so the rows of a state are one run
    select
        listed.place_id, listed.nis_code, listed.category_code, listed.place_type_code, listed.status_code,
        listed.capacity_count, listed.location_id, listed.available_from_date, listed.available_until_date,
        listed.is_offered_fedasil,
        min(lists.list_number) as first_number,
        max(lists.list_number) as last_number,
        count(*) as list_count
    from stg_housing_tool__places_history as listed
    join lists on listed.snapshot_date = lists.snapshot_date
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10

),

returned as (

    select distinct place_id
    from states
    where list_count < last_number - first_number + 1

),

islands as (

    -- lists in a row have the same difference from their rank among the lists of the state
    select
        listed.place_id, listed.nis_code, listed.category_code, listed.place_type_code, listed.status_code,
        listed.capacity_count, listed.location_id, listed.available_from_date, listed.available_until_date,
        listed.is_offered_fedasil,
        lists.list_number,
        lists.list_number - row_number() over (
            partition by listed.place_id, listed.nis_code, listed.category_code, listed.place_type_code,
                listed.status_code, listed.capacity_count, listed.location_id, listed.available_from_date,
                listed.available_until_date, listed.is_offered_fedasil
            order by lists.list_number
        ) as island_number
    from stg_housing_tool__places_history as listed
    join returned on listed.place_id = returned.place_id
    join lists on listed.snapshot_date = lists.snapshot_date

),

runs as (

    select states.*
    from states
    left join returned on states.place_id = returned.place_id
    where returned.place_id is null

    union all

    select
        place_id, nis_code, category_code, place_type_code, status_code, capacity_count, location_id,
        available_from_date, available_until_date, is_offered_fedasil,
        min(list_number) as first_number,
        max(list_number) as last_number,
        count(*) as list_count
    from islands
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, island_number

),

followed as (

    select
        *,
        row_number() over (partition by place_id order by first_number) as run_number,
        lag(last_number) over (partition by place_id order by first_number) as before_number
    from runs

)

select
    followed.place_id,
    cast(followed.run_number as integer) as run_number,
    first_lists.snapshot_date as first_list_date,
    before_lists.snapshot_date as previous_list_date,
    next_lists.snapshot_date as next_list_date,
    coalesce(followed.before_number = followed.first_number - 1, false) as is_continued,
    followed.location_id, followed.nis_code, followed.category_code, followed.place_type_code,
    followed.status_code, followed.capacity_count, followed.available_from_date,
    followed.available_until_date, followed.is_offered_fedasil,
    listed.updated_date
from followed
join lists as first_lists on followed.first_number = first_lists.list_number
left join lists as before_lists on followed.first_number - 1 = before_lists.list_number
left join lists as next_lists on followed.last_number + 1 = next_lists.list_number
join stg_housing_tool__places_history as listed
    on followed.place_id = listed.place_id and first_lists.snapshot_date = listed.snapshot_date
