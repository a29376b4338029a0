/* model
name: fct_meal
grain: one row per day
key: [served_date]
columns:
  - {name: served_date, type: date}
  - {name: meal_count, type: bigint}
*/
select served_date, meal_count
from stg_tool__meals
