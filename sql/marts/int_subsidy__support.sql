/* model
name: int_subsidy__support
about: "How many units the other exports support under each rule of the month, for what was claimed. What no export can show is null with the reason, never 0."
grain: "one row per scheme, municipality, month and rule"
key: [scheme_code, nis_code, period_month, rule_code]
columns:
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: period_month, type: date}
  - {name: rule_code, type: varchar}
  - {name: support_code, type: varchar, about: "supported, or why no export shows the units"}
  - {name: supported_count, type: bigint, unit: "persons, places or nights", missing: see support_code}
  - {name: seen_count, type: bigint, unit: "persons, places or nights", about: "with who stayed in places that were not validated", missing: see support_code}
  - {name: supported_most_count, type: bigint, unit: persons, about: "all registered persons, of any nationality: no more units than this can be due", missing: the exports know the units themselves}
checks:
  - {accepted: {column: support_code, values: [supported, nationality_not_known, own_agreement, not_known_yet, no_lists, code_merged]}}
*/
with requests as (

    select * from int_subsidy__request

),

observed as (

    -- before the first list and after the last one nothing is known, which is not the same as none
    select
        least(persons.told_until_date, stays.told_until_date, places.told_until_date) as until_date,
        (select min(first_list_date) from int_place__run) as first_list_date,
        (select min(registered_date) from fct_person) as first_person_date
    from stg_housing_tool__persons_told as persons
    cross join stg_housing_tool__placements_told as stays
    cross join stg_housing_tool__places_told as places

),

rules as (

    select
        requests.scheme_code,
        requests.nis_code,
        requests.period_month,
        requests.reference_date,
        rules.rule_code,
        rules.basis_code,
        rules.place_types
    from requests
    join dim_subsidy_rule as rules
        on requests.scheme_code = rules.scheme_code
        and requests.period_month >= rules.valid_from_date
        and (rules.valid_until_date is null or requests.period_month < rules.valid_until_date)

),

counted as (

    select rules.scheme_code, rules.nis_code, rules.period_month, rules.rule_code, sum(found.found_count) as found_count,
        sum(found.seen_count) as seen_count
    from rules
    join int_subsidy__count as found
        on rules.scheme_code = found.scheme_code
        and rules.nis_code = found.nis_code
        and rules.period_month = found.period_month
        and (rules.place_types is null or strpos('|' || rules.place_types || '|', '|' || found.place_type_code || '|') > 0)
    group by rules.scheme_code, rules.nis_code, rules.period_month, rules.rule_code

),

judged as (

    select
        rules.*,
        cast(coalesce(counted.found_count, 0) as bigint) as found_count,
        cast(coalesce(counted.seen_count, 0) as bigint) as seen_count,
        case
            when rules.basis_code = 'agreement' then 'own_agreement'
            when rules.reference_date > observed.until_date then 'not_known_yet'
            when observed.first_list_date is null or rules.reference_date < observed.first_list_date then 'no_lists'
            when rules.basis_code in ('persons', 'persons_limited') and observed.first_person_date is null then 'no_lists'
            when rules.reference_date >= municipalities.valid_until_date then 'code_merged'
            when rules.basis_code = 'persons_limited' then 'nationality_not_known'
            else 'supported'
        end as support_code
    from rules
    cross join observed
    left join dim_municipality as municipalities on rules.nis_code = municipalities.nis_code
    left join counted
        on rules.scheme_code = counted.scheme_code
        and rules.nis_code = counted.nis_code
        and rules.period_month = counted.period_month
        and rules.rule_code = counted.rule_code

)

select
    scheme_code,
    nis_code,
    period_month,
    rule_code,
    support_code,
    case when support_code = 'supported' then found_count end as supported_count,
    case when support_code = 'supported' then seen_count end as seen_count,
    case when support_code = 'nationality_not_known' then found_count end as supported_most_count
from judged
