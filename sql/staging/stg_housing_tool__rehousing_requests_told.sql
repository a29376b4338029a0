/* model
name: stg_housing_tool__rehousing_requests_told
about: "Until which day requests for rehousing are told of: the day of the latest delivery, and the knowledge date as long as there is none. After it nothing is known yet, also when other exports came later."
grain: one row
key: [told_until_date]
columns:
  - {name: told_until_date, type: date, about: "last day, included"}
*/
select cast(coalesce(told.told_until_date, known.known_at) as date) as told_until_date
from raw.housing_tool__rehousing_requests__told as told
cross join ref.knowledge as known
