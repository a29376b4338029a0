/* model
name: stg_contacts__work_items_told
about: "Until which day logged work is told of: the day of the latest delivery, and the knowledge date as long as there is none. After it nothing is known yet, also when other exports came later."
grain: one row
key: [told_until_date]
columns:
  - {name: told_until_date, type: date, about: "last day, included"}
*/
select cast(coalesce(told.told_until_date, known.known_at) as date) as told_until_date
from raw.contacts__work_items__told as told
cross join ref.knowledge as known
