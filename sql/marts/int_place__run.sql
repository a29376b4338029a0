/* model
name: int_place__run
about: "Runs of consecutive lists in which nothing about a place changed, each with the state that it had."
grain: one row per place and unchanged state
key: [place_id, run_number]
columns:
  - {name: place_id, type: varchar}
  - {name: run_number, type: integer, about: 1 for the first state of the place}
  - {name: first_list_date, type: date, about: first list of the run}
  - {name: last_list_date, type: date, about: last list of the run}
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
  - {name: host_id, type: uuid, about: "pseudonym, in the last list of the run", missing: no host family}
*/
with states as (

    -- most places never come back to a state they left, so the rows of a state are one run;
    -- what is not filled in is written out here, for engines differ on the null that is first or last
    select
        place_id, nis_code, category_code, place_type_code, status_code, capacity_count, location_id,
        available_from_date, available_until_date, is_offered_fedasil,
        min(snapshot_date) as first_date,
        max(snapshot_date) as last_date,
        count(*) as list_count,
        min_by(coalesce(updated_date, date '0001-01-01'), snapshot_date) as first_updated_date,
        max_by(coalesce(host_id, cast('00000000-0000-0000-0000-000000000000' as uuid)), snapshot_date) as last_host_id
    from stg_housing_tool__places_history
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10

),

numbered as (

    select states.*, first_lists.list_number as first_number, last_lists.list_number as last_number
    from states
    join int_place__list as first_lists on states.first_date = first_lists.snapshot_date
    join int_place__list as last_lists on states.last_date = last_lists.snapshot_date

),

returned as (

    select distinct place_id from numbered where list_count < last_number - first_number + 1

),

islands as (

    -- lists in a row have the same difference from their rank among the lists of the state
    select
        listed.*, lists.list_number,
        lists.list_number - row_number() over (
            partition by listed.place_id, nis_code, category_code, place_type_code, status_code, capacity_count,
                location_id, available_from_date, available_until_date, is_offered_fedasil
            order by lists.list_number
        ) as island_number
    from stg_housing_tool__places_history as listed
    join returned on listed.place_id = returned.place_id
    join int_place__list as lists on listed.snapshot_date = lists.snapshot_date

),

runs as (

    select
        place_id, nis_code, category_code, place_type_code, status_code, capacity_count, location_id,
        available_from_date, available_until_date, is_offered_fedasil,
        first_number, last_number, first_updated_date, last_host_id
    from numbered
    where place_id not in (select place_id from returned)

    union all

    select
        place_id, nis_code, category_code, place_type_code, status_code, capacity_count, location_id,
        available_from_date, available_until_date, is_offered_fedasil,
        min(list_number), max(list_number),
        min_by(coalesce(updated_date, date '0001-01-01'), snapshot_date),
        max_by(coalesce(host_id, cast('00000000-0000-0000-0000-000000000000' as uuid)), snapshot_date)
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
    followed.place_id, cast(followed.run_number as integer) as run_number,
    first_lists.snapshot_date as first_list_date, last_lists.snapshot_date as last_list_date,
    before_lists.snapshot_date as previous_list_date,
    next_lists.snapshot_date as next_list_date,
    coalesce(followed.before_number = followed.first_number - 1, false) as is_continued,
    location_id, nis_code, category_code, place_type_code, status_code, capacity_count,
    available_from_date, available_until_date, is_offered_fedasil,
    nullif(followed.first_updated_date, date '0001-01-01') as updated_date,
    nullif(followed.last_host_id, cast('00000000-0000-0000-0000-000000000000' as uuid)) as host_id
from followed
join int_place__list as first_lists on followed.first_number = first_lists.list_number
join int_place__list as last_lists on followed.last_number = last_lists.list_number
left join int_place__list as before_lists on followed.first_number - 1 = before_lists.list_number
left join int_place__list as next_lists on followed.last_number + 1 = next_lists.list_number
