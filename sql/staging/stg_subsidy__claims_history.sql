/* model
name: stg_subsidy__claims_history
about: "Every row that was ever delivered, so that restated months can be seen."
grain: one row per delivery and line of it
key: [delivery_number, line_number]
columns:
  - {name: delivery_number, type: integer, about: "order of arrival, from 1"}
  - {name: line_number, type: bigint, about: in the file}
  - {name: known_date, type: date, about: knowledge date of the delivery}
  - {name: claim_id, type: varchar, about: id given by the administration}
  - {name: period_month, type: date}
  - {name: claimed_eur, type: "decimal(18,2)", unit: euro}
checks:
  - {not_null: [delivery_number, line_number, known_date, claim_id, period_month, claimed_eur]}
  - {unique: [delivery_number, line_number]}
*/
with all_claims as (

    select * from raw.subsidy__claims__history

)

select
    cast(_sequence as integer) as delivery_number,
    cast(_line as bigint) as line_number,
    cast(_known_at as date) as known_date,
    cast(claim_id as varchar) as claim_id,
    cast(period_month as date) as period_month,
    cast(claimed_eur as decimal(18,2)) as claimed_eur
from all_claims
