/* model
name: int_subsidy__area
about: "The municipality codes whose places count for a claim: that of the claim, and those that merged into it by the day that counts. A code that began with a merger may claim for a day before it; then those count that merged into it and did not claim for that month themselves."
grain: one row per scheme, municipality and month of a claim, and municipality code of places
key: [scheme_code, nis_code, period_month, place_nis_code]
columns:
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar, about: as the claim has it}
  - {name: period_month, type: date}
  - {name: place_nis_code, type: varchar, about: as a list of places has it}
  - {name: request_number, type: integer, about: of int_subsidy__request}
  - {name: basis_code, type: varchar, about: what the rules of the month count}
  - {name: reference_date, type: date, about: day whose state counts}
  - {name: correctable_until_date, type: date, about: "stays count as they were known on this day", missing: as last known}
  - {name: min_days, type: integer, unit: days, missing: no such condition}
checks:
  - {unique: [scheme_code, nis_code, period_month, place_nis_code]}
*/
select scheme_code, nis_code, period_month, nis_code as place_nis_code,
    request_number, basis_code, reference_date, correctable_until_date, min_days
from int_subsidy__request

union all

select requests.scheme_code, requests.nis_code, requests.period_month, merged.nis_code,
    requests.request_number, requests.basis_code, requests.reference_date, requests.correctable_until_date, requests.min_days
from int_subsidy__request as requests
join dim_municipality as claiming on requests.nis_code = claiming.nis_code
join dim_municipality as merged on requests.nis_code = merged.successor_nis_code
left join int_subsidy__request as own
    on merged.nis_code = own.nis_code
    and requests.scheme_code = own.scheme_code
    and requests.period_month = own.period_month
where requests.reference_date >= merged.valid_until_date
    or (requests.reference_date < claiming.valid_from_date and own.nis_code is null)
