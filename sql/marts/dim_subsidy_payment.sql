/* model
name: dim_subsidy_payment
about: "Payments of which the decision says which state of the housing tool they are made on, and until when that state could be corrected. Months without a row are held against the state of their last day, as last known."
grain: "one row per scheme and reference date"
key: [scheme_code, reference_date]
columns:
  - {name: scheme_code, type: varchar}
  - {name: reference_date, type: date, about: day whose state counts}
  - {name: correctable_until_date, type: date, about: "last day on which the state could be corrected, included", missing: no such day is known}
  - {name: payment_date, type: date}
  - {name: payment_about, type: varchar}
checks:
  - {not_null: [scheme_code, reference_date, payment_date]}
  - {accepted: {column: scheme_code, values: [guidance, public_places, private_places, collective, village]}}
*/
with payments as (

    select * from ref.subsidy_payments

)

select
    scheme_code,
    cast(reference_date as date) as reference_date,
    cast(nullif(correctable_until_date, '') as date) as correctable_until_date,
    cast(payment_date as date) as payment_date,
    about as payment_about
from payments
