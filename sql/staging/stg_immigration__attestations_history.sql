/* model
name: stg_immigration__attestations_history
about: "Every row that was ever delivered, so that restated months can be seen."
grain: one row per delivery and line of it
key: [delivery_number, line_number]
columns:
  - {name: delivery_number, type: integer, about: "order of arrival, from 1"}
  - {name: line_number, type: bigint, about: in the file}
  - {name: known_date, type: date, about: knowledge date of the delivery}
  - {name: period_month, type: date}
  - {name: person_count, type: integer, unit: persons}
checks:
  - {not_null: [delivery_number, line_number, known_date, period_month, person_count]}
  - {unique: [delivery_number, line_number]}
*/
with all_attestations as (

    select * from raw.immigration__attestations__history

)

select
    cast(_sequence as integer) as delivery_number,
    cast(_line as bigint) as line_number,
    cast(_known_at as date) as known_date,
    cast(period_month as date) as period_month,
    cast(person_count as integer) as person_count
from all_attestations
