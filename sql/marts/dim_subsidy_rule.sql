/* model
name: dim_subsidy_rule
about: "What the decision allows for each scheme, dated: a claim is held against the rule of its own month. A scheme may have several rates at once."
grain: "one row per scheme, rule and validity"
key: [scheme_code, rule_code, valid_from_date]
columns:
  - {name: scheme_code, type: varchar}
  - {name: rule_code, type: varchar}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: still holds}
  - {name: unit_eur, type: "decimal(18,2)", unit: euro, missing: agreed for each village apart}
  - {name: rule_factor, type: "decimal(6,3)", missing: agreed for each village apart}
  - {name: rule_about, type: varchar}
  - {name: basis_code, type: varchar, about: what is counted}
  - {name: unit_nl, type: varchar, about: "one of what is counted, in Dutch"}
  - {name: units_nl, type: varchar, about: "several of them"}
  - {name: min_days, type: integer, unit: days, about: how long a place has to be available, missing: no such condition}
  - {name: place_types, type: varchar, about: "types of places that the rate is for, between |", missing: of every type}
checks:
  - {not_null: [scheme_code, rule_code, valid_from_date, basis_code]}
  - {accepted: {column: scheme_code, values: [guidance, public_places, private_places, collective, village]}}
  - {accepted: {column: basis_code, values: [persons_limited, persons, available_places, filled_fives, nights, agreement]}}
  - {row_count: {min: 5}, owner: datasteward, fix: models/reference/subsidy_rules.csv is not whole, fix_nl: models/reference/subsidy_rules.csv is onvolledig}
  - {range: {column: rule_factor, min: 0, max: 1}, owner: datasteward, fix: correct the factor in models/reference/subsidy_rules.csv, fix_nl: verbeter de factor in models/reference/subsidy_rules.csv}
  - {range: {column: unit_eur, min: 0}, owner: datasteward, fix: correct the amount in models/reference/subsidy_rules.csv, fix_nl: verbeter het bedrag in models/reference/subsidy_rules.csv}
*/
with rules as (

    select * from ref.subsidy_rules

)

select
    scheme_code,
    rule_code,
    cast(valid_from_date as date) as valid_from_date,
    cast(cast(nullif(valid_until_date, '') as date) + interval '1' day as date) as valid_until_date,
    cast(nullif(unit_eur, '') as decimal(18,2)) as unit_eur,
    cast(nullif(factor, '') as decimal(6,3)) as rule_factor,
    about as rule_about,
    basis_code,
    case basis_code when 'nights' then 'nacht' when 'available_places' then 'plaats' when 'filled_fives' then 'plaats' else 'persoon' end as unit_nl,
    case basis_code when 'nights' then 'nachten' when 'available_places' then 'plaatsen' when 'filled_fives' then 'plaatsen' else 'personen' end as units_nl,
    cast(nullif(min_days, '') as integer) as min_days,
    nullif(place_types, '') as place_types
from rules
