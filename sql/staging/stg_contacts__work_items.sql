/* model
name: stg_contacts__work_items
about: Each row as last changed on or before the knowledge date.
grain: one row per logged work item
key: [work_item_id]
columns:
  - {name: work_item_id, type: varchar}
  - {name: kind_code, type: varchar}
  - {name: team_code, type: varchar}
  - {name: logged_date, type: date}
checks:
  - {not_null: [work_item_id, kind_code, team_code, logged_date]}
  - {unique: [work_item_id]}
*/
with live_work_items as (

    select * from raw.contacts__work_items

)

select
    cast(work_item_id as varchar) as work_item_id,
    cast(kind_code as varchar) as kind_code,
    cast(team_code as varchar) as team_code,
    cast(logged_date as date) as logged_date
from live_work_items
