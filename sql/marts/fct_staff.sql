/* model
name: fct_staff
about: "Who works in which team and how much, from the latest staff list. The last day of work counts."
grain: one row per staff member in a team, from a day
key: [staff_id, team_code, valid_from_date]
warning: "stock: take one day, do not sum over time"
columns:
  - {name: staff_id, type: uuid, about: pseudonym}
  - {name: team_code, type: varchar}
  - {name: province_code, type: varchar, missing: central team}
  - {name: role_code, type: varchar, missing: not filled in}
  - {name: valid_from_date, type: date, about: first day of work}
  - {name: valid_until_date, type: date, about: day after the last day of work, missing: still works there}
  - {name: fte, type: "decimal(4,2)", unit: full-time equivalents}
checks:
  - {unique: [staff_id, team_code, valid_from_date]}
  - {not_null: [staff_id, team_code, valid_from_date, fte]}
*/
with staff as (

    select * from stg_staff__fte

),

teams as (

    select * from dim_team

)

select
    staff.staff_id,
    staff.team_code,
    teams.province_code,
    staff.role_code,
    staff.from_date as valid_from_date,
    cast(staff.until_date + interval '1' day as date) as valid_until_date,
    staff.fte
from staff
left join teams on staff.team_code = teams.team_code
