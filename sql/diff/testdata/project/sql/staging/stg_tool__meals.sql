/* model
name: stg_tool__meals
grain: one row per day
key: [served_date]
columns:
  - {name: served_date, type: date}
  - {name: meal_count, type: bigint}
*/
select m.meal_date as served_date, m.meal_count
from raw.tool__meals as m
