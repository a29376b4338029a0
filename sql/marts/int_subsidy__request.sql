/* model
name: int_subsidy__request
about: "What was claimed for: each scheme, municipality and month with a claim, the day whose state counts for it and what the rules of the month count."
grain: one row per scheme, municipality and month
key: [scheme_code, nis_code, period_month]
columns:
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar, about: as the claim has it}
  - {name: period_month, type: date}
  - {name: reference_date, type: date, about: "day whose state counts: of the payment, else the last day of the month"}
  - {name: correctable_until_date, type: date, about: "stays count as they were known on this day", missing: as last known}
  - {name: payment_date, type: date, missing: payment is not in the list}
  - {name: basis_code, type: varchar, about: what the rules of the month count}
  - {name: min_days, type: integer, unit: days, missing: no such condition}
  - {name: request_number, type: integer, about: "from 1, so that it is told from others by a number"}
checks:
  - {not_null: [reference_date, basis_code]}
*/
with claimed as (

    select distinct scheme_code, nis_code, period_month
    from stg_subsidy__claims

),

bases as (

    -- the rates of a scheme differ in euro, not in what they count
    select
        claimed.scheme_code,
        claimed.period_month,
        max(rules.basis_code) as basis_code,
        min(rules.min_days) as min_days
    from claimed
    join dim_subsidy_rule as rules
        on claimed.scheme_code = rules.scheme_code
        and claimed.period_month >= rules.valid_from_date
        and (rules.valid_until_date is null or claimed.period_month < rules.valid_until_date)
    group by claimed.scheme_code, claimed.period_month

),

payments as (

    select *, cast(date_trunc('month', reference_date) as date) as reference_month
    from dim_subsidy_payment

)

select
    claimed.scheme_code,
    claimed.nis_code,
    claimed.period_month,
    coalesce(
        payments.reference_date,
        cast(claimed.period_month + interval '1' month - interval '1' day as date)
    ) as reference_date,
    payments.correctable_until_date,
    payments.payment_date,
    bases.basis_code,
    bases.min_days,
    cast(row_number() over (order by claimed.scheme_code, claimed.nis_code, claimed.period_month) as integer) as request_number
from claimed
join bases on claimed.scheme_code = bases.scheme_code and claimed.period_month = bases.period_month
left join payments on claimed.scheme_code = payments.scheme_code and claimed.period_month = payments.reference_month
