/* model
name: fct_work_item
about: "Work that the teams logged, by kind."
grain: one row per logged item
key: [work_item_id]
columns:
  - {name: work_item_id, type: varchar}
  - {name: logged_date, type: date}
  - {name: kind_code, type: varchar}
  - {name: team_code, type: varchar}
  - {name: province_code, type: varchar, missing: central team}
checks:
  - {unique: [work_item_id]}
  - {not_null: [work_item_id, logged_date, kind_code, team_code]}
*/
with items as (

    select * from stg_contacts__work_items

),

teams as (

    select * from dim_team

)

select
    items.work_item_id,
    items.logged_date,
    items.kind_code,
    items.team_code,
    teams.province_code
from items
left join teams on items.team_code = teams.team_code
