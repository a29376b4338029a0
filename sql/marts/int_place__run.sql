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
        lag(list_number) over (partition by place_id order by list_number) as previous_number,
        lag(state_text) over (partition by place_id order by list_number) as previous_text,
        lead(list_number) over (partition by place_id order by list_number) as next_number,
        lead(state_text) over (partition by place_id order by list_number) as next_text
    from listed
    join lists on listed.snapshot_date = lists.snapshot_date

),

flagged as (

    select
        *,
        coalesce(previous_number = list_number - 1, false) as is_continued,
        not coalesce(previous_number = list_number - 1 and previous_text = state_text, false) as is_first,
        not coalesce(next_number = list_number + 1 and next_text = state_text, false) as is_last
    from compared

),

ends as (

    -- of each run only its first and its last list are left, which may be the same one
    select
        *,
        sum(case when is_first then 1 else 0 end)
            over (partition by place_id order by list_number rows unbounded preceding) as run_number,
        case when is_last then list_number
            else lead(list_number) over (partition by place_id order by list_number) end as last_number
    from flagged
    where is_first or is_last

)

select
    ends.place_id,
    cast(ends.run_number as integer) as run_number,
    ends.snapshot_date as first_list_date,
    ends.previous_list_date,
    lists.next_list_date,
    ends.is_continued,
    ends.location_id,
    ends.nis_code,
    ends.category_code,
    ends.place_type_code,
    ends.status_code,
    ends.capacity_count,
    ends.available_from_date,
    ends.available_until_date,
    ends.is_offered_fedasil,
    ends.updated_date
from ends
join lists on ends.last_number = lists.list_number
where ends.is_first
