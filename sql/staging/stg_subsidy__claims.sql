/* model
name: stg_subsidy__claims
materialized: table
about: Rows of the latest delivery about each month.
grain: one row per claim and period
key: [claim_id, period_month]
columns:
  - {name: claim_id, type: varchar, about: id given by the administration}
  - {name: kbo_number, type: varchar, about: of a public body}
  - {name: authority_name, type: varchar, missing: not filled in}
  - {name: nis_code, type: varchar, about: municipality code as delivered}
  - {name: scheme_code, type: varchar}
  - {name: period_month, type: date}
  - {name: unit_count, type: integer, unit: persons or places, about: "persons for guidance, places or nights for the others"}
  - {name: claimed_eur, type: "decimal(18,2)", unit: euro}
  - {name: approved_eur, type: "decimal(18,2)", unit: euro, missing: not decided yet}
  - {name: submitted_date, type: date}
  - {name: decided_date, type: date, missing: not decided yet}
  - {name: paid_date, type: date, missing: not paid yet}
  - {name: status_code, type: varchar, about: status as delivered}
checks:
  - {not_null: [claim_id, period_month, kbo_number, nis_code, scheme_code, unit_count, claimed_eur, submitted_date, status_code]}
  - {unique: [claim_id, period_month]}
*/
with live_claims as (

    select * from raw.subsidy__claims

)

select
    cast(claim_id as varchar) as claim_id,
    cast(kbo_number as varchar) as kbo_number,
    cast(authority_name as varchar) as authority_name,
    cast(nis_code as varchar) as nis_code,
    cast(scheme_code as varchar) as scheme_code,
    cast(period_month as date) as period_month,
    cast(unit_count as integer) as unit_count,
    cast(claimed_eur as decimal(18,2)) as claimed_eur,
    cast(approved_eur as decimal(18,2)) as approved_eur,
    cast(submitted_date as date) as submitted_date,
    cast(decided_date as date) as decided_date,
    cast(paid_date as date) as paid_date,
    cast(status_code as varchar) as status_code
from live_claims
