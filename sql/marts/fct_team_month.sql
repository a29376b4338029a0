/* model
name: fct_team_month
about: "The work of each team in each month beside its staff, so that it can be read per full-time equivalent: from the first month with a question or logged work, months in which nobody worked included. A count is missing in a month that its export does not tell to the end."
grain: one row per team and month
key: [team_code, work_month]
columns:
  - {name: team_code, type: varchar}
  - {name: province_code, type: varchar, missing: central team}
  - {name: work_month, type: date, about: first day of the month}
  - {name: fte, type: "decimal(18,2)", unit: full-time equivalents, about: on the last day of the month}
  - {name: received_count, type: integer, unit: questions, missing: not told to the end}
  - {name: answered_count, type: integer, unit: questions, missing: not told to the end}
  - {name: item_count, type: integer, unit: logged work items, missing: not told to the end}
  - {name: placement_count, type: integer, unit: stays, about: "stays that began in the province of the team, 0 for the central team", missing: not told to the end}
  - {name: housed_count, type: integer, unit: households, about: "of the stays in placement_count, each household once", missing: not told to the end}
  - {name: visited_count, type: integer, unit: locations, about: "locations visited in the province of the team, 0 for the central team", missing: not told to the end}
  - {name: open_count, type: integer, unit: questions, about: open on the last day of the month, missing: not told to the end}
checks:
  - {not_null: [team_code, work_month, fte]}
*/
with counted as (

    select team_code, cast(date_trunc('month', received_date) as date) as work_month,
        1 as received_count, 0 as answered_count, 0 as item_count, 0 as placement_count, 0 as housed_count, 0 as visited_count
    from fct_question

    union all

    select team_code, cast(date_trunc('month', answered_date) as date), 0, 1, 0, 0, 0, 0
    from fct_question where answered_date is not null

    union all

    select team_code, cast(date_trunc('month', logged_date) as date), 0, 0, 1, 0, 0, 0
    from fct_work_item

    union all

    select teams.team_code, cast(date_trunc('month', stays.start_date) as date), 0, 0, 0, count(*), count(distinct stays.household_id), 0
    from fct_placement as stays
    join dim_team as teams on stays.province_code = teams.province_code
    group by 1, 2

    union all

    select teams.team_code, cast(date_trunc('month', locations.visited_date) as date), 0, 0, 0, 0, 0, 1
    from fct_prospection as locations
    join dim_team as teams on locations.province_code = teams.province_code and locations.visited_date is not null

),

work as (

    select team_code, work_month, sum(received_count) as received_count,
        sum(answered_count) as answered_count, sum(item_count) as item_count, sum(placement_count) as placement_count,
        sum(housed_count) as housed_count, sum(visited_count) as visited_count
    from counted
    group by team_code, work_month

),

told as (

    select questions.told_until_date as questions_date, items.told_until_date as items_date,
        placements.told_until_date as placements_date, locations.told_until_date as locations_date
    from stg_question_log__questions_told as questions
    cross join stg_contacts__work_items_told as items
    cross join stg_housing_tool__placements_told as placements
    cross join stg_prospection__locations_told as locations

),

month_ends as (

    -- whole months only: a month that is still going on would halve every rate
    select calendar_month as work_month, calendar_date as end_date
    from dim_date
    cross join ref.knowledge as known
    where is_month_end and calendar_date <= known.known_at
        and calendar_month >= (select min(work_month) from work where received_count + answered_count + item_count > 0)

),

frame as (

    select teams.team_code, teams.province_code, month_ends.work_month, month_ends.end_date, sum(staff.fte) as fte
    from dim_team as teams
    cross join month_ends
    left join fct_staff as staff
        on teams.team_code = staff.team_code
        and staff.valid_from_date <= month_ends.end_date
        and (staff.valid_until_date is null or staff.valid_until_date > month_ends.end_date)
    group by teams.team_code, teams.province_code, month_ends.work_month, month_ends.end_date

),

backlog as (

    select questions.team_code, month_ends.work_month, count(*) as open_count
    from fct_question as questions
    join month_ends on questions.received_date <= month_ends.end_date
        and (questions.closed_date is null or questions.closed_date > month_ends.end_date)
    group by questions.team_code, month_ends.work_month

)

select
    frame.team_code, frame.province_code, frame.work_month,
    cast(coalesce(frame.fte, 0) as decimal(18,2)) as fte,
    case when frame.end_date <= told.questions_date then cast(coalesce(work.received_count, 0) as integer) end as received_count,
    case when frame.end_date <= told.questions_date then cast(coalesce(work.answered_count, 0) as integer) end as answered_count,
    case when frame.end_date <= told.items_date then cast(coalesce(work.item_count, 0) as integer) end as item_count,
    case when frame.end_date <= told.placements_date then cast(coalesce(work.placement_count, 0) as integer) end as placement_count,
    case when frame.end_date <= told.placements_date then cast(coalesce(work.housed_count, 0) as integer) end as housed_count,
    case when frame.end_date <= told.locations_date then cast(coalesce(work.visited_count, 0) as integer) end as visited_count,
    case when frame.end_date <= told.questions_date then cast(coalesce(backlog.open_count, 0) as integer) end as open_count
from frame
cross join told
left join work on frame.team_code = work.team_code and frame.work_month = work.work_month
left join backlog on frame.team_code = backlog.team_code and frame.work_month = backlog.work_month
