/* model
name: int_place__numbered
about: "The lists of places, each row with the number of its run: rows of a place in consecutive lists in which nothing changed."
grain: one row per place and list
key: [place_id, list_number]
materialized: view
columns:
  - {name: place_id, type: varchar}
  - {name: snapshot_date, type: date, about: day of the list}
  - {name: list_number, type: bigint, about: 1 for the first list}
  - {name: previous_list_date, type: date, missing: first list}
  - {name: next_list_date, type: date, missing: latest list}
  - {name: is_continued, type: boolean, about: the place stood in the list before}
  - {name: run_number, type: integer, about: 1 for the first state of the place}
  - {name: location_id, type: varchar, missing: not found through prospection}
  - {name: nis_code, type: varchar}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
  - {name: status_code, type: varchar}
  - {name: capacity_count, type: integer, unit: persons}
  - {name: available_from_date, type: date}
  - {name: available_until_date, type: date, about: "last day, included", missing: no end agreed}
  - {name: is_offered_fedasil, type: boolean, missing: not filled in}
  - {name: updated_date, type: date, missing: never confirmed}
*/
with listed as (

    select
        *,
        nis_code || '|' || category_code || '|' || coalesce(place_type_code, '') || '|' || status_code
        || '|' || cast(capacity_count as varchar) || '|' || coalesce(location_id, '')
        || '|' || cast(available_from_date as varchar) || '|' || coalesce(cast(available_until_date as varchar), '')
        || '|' || coalesce(cast(is_offered_fedasil as varchar), '') as state_text
    from stg_housing_tool__places_history

),

days as (

    select distinct snapshot_date from listed

),

lists as (

    select
        snapshot_date,
        row_number() over (order by snapshot_date) as list_number,
        lag(snapshot_date) over (order by snapshot_date) as previous_list_date,
        lead(snapshot_date) over (order by snapshot_date) as next_list_date
    from days

),

compared as (

    select
        listed.*,
        lists.list_number,
        lists.previous_list_date,
        lists.next_list_date,
        lag(lists.list_number) over (partition by place_id order by list_number) as previous_number,
        lag(state_text) over (partition by place_id order by list_number) as previous_text
    from listed
    join lists on listed.snapshot_date = lists.snapshot_date

),

numbered as (

    select
        *,
        coalesce(previous_number = list_number - 1, false) as is_continued,
        sum(case when previous_number = list_number - 1 and previous_text = state_text then 0 else 1 end)
            over (partition by place_id order by list_number rows unbounded preceding) as run_number
    from compared

)

select
    place_id,
    snapshot_date,
    list_number,
    previous_list_date,
    next_list_date,
    is_continued,
    cast(run_number as integer) as run_number,
    location_id,
    nis_code,
    category_code,
    place_type_code,
    status_code,
    capacity_count,
    available_from_date,
    available_until_date,
    is_offered_fedasil,
    updated_date
from numbered
