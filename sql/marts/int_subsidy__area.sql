/* model
name: int_subsidy__area
about: "Under which municipality codes places were listed that count for what was claimed: the code of the claim, and those that merged into it. A code that began with the merger stands for them on days before it as well, when the claim of a closed month came in later; one that went on had no part in them then."
grain: one row per scheme, municipality and month of a claim, and municipality code of places
key: [scheme_code, nis_code, period_month, place_nis_code]
columns:
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar, about: as the claim has it}
  - {name: period_month, type: date}
  - {name: place_nis_code, type: varchar, about: as a list of places has it}
checks:
  - {unique: [scheme_code, nis_code, period_month, place_nis_code]}
*/
select scheme_code, nis_code, period_month, nis_code as place_nis_code
from int_subsidy__request

union all

select requests.scheme_code, requests.nis_code, requests.period_month, merged.nis_code
from int_subsidy__request as requests
join dim_municipality as claiming on requests.nis_code = claiming.nis_code
join dim_municipality as merged on requests.nis_code = merged.successor_nis_code
where requests.reference_date >= merged.valid_until_date
    or requests.reference_date < claiming.valid_from_date
