/* model
name: fct_claim
about: "Subsidy claims by month, as last delivered for that month, beside what the rules of that month allow. A scheme with several rates gives a least and a most amount; a village has its own agreement and gives none. How a claim was recomputed, rule by rule, is in fct_claim_rule."
grain: one row per claim and month
key: [claim_id, period_month]
columns:
  - {name: claim_id, type: varchar}
  - {name: period_month, type: date}
  - {name: kbo_number, type: varchar, about: enterprise number of the local authority}
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: unit_count, type: integer, unit: "persons, places or nights"}
  - {name: protected_count, type: integer, unit: persons or places, about: "at least so many are behind it: 31 nights of a month may be one person's"}
  - {name: claimed_eur, type: "decimal(18,2)", unit: euro}
  - {name: approved_eur, type: "decimal(18,2)", unit: euro, about: 0 until decided}
  - {name: paid_eur, type: "decimal(18,2)", unit: euro, about: approved amount once paid}
  - {name: rule_least_eur, type: "decimal(18,2)", unit: euro, missing: no rule gives an amount}
  - {name: rule_most_eur, type: "decimal(18,2)", unit: euro, missing: no rule gives an amount}
  - {name: rule_gap_eur, type: "decimal(18,2)", unit: euro, about: "claimed above the most the rules allow, negative below the least, 0 between", missing: no rule gives an amount}
  - {name: rule_code, type: varchar, about: "rule that it was recomputed by, mixed when several", missing: no rule holds in the month}
  - {name: recomputed_eur, type: "decimal(18,2)", unit: euro, about: on the units claimed, missing: no rule gives an amount}
  - {name: difference_eur, type: "decimal(18,2)", unit: euro, about: claimed less recomputed, missing: no rule gives an amount}
  - {name: support_code, type: varchar, about: "whether other exports show the units, or why not"}
  - {name: supported_eur, type: "decimal(18,2)", unit: euro, about: recomputed on the units that other exports support, missing: see support_code}
  - {name: unsupported_eur, type: "decimal(18,2)", unit: euro, about: "claimed less supported, negative when less was claimed than there is", missing: see support_code}
  - {name: status_code, type: varchar}
  - {name: submitted_date, type: date}
  - {name: decided_date, type: date, missing: not decided yet}
  - {name: paid_date, type: date, missing: not paid yet}
  - {name: decision_days, type: integer, unit: days, missing: not decided yet}
  - {name: payment_days, type: integer, unit: days, about: from submission, missing: not paid yet}
checks:
  - {not_null: [claim_id, period_month, kbo_number, scheme_code, nis_code, claimed_eur]}
  - {accepted: {column: scheme_code, values: [guidance, public_places, private_places, collective, village]}}
*/
with asked as (

    -- many claims ask the same, and are priced once
    select distinct scheme_code, period_month, unit_count from stg_subsidy__claims

),

priced as (

    select
        asked.*,
        cast(case
            when asked.scheme_code = 'private_places' then cast(floor(asked.unit_count * rules.rule_factor) as decimal(18,3))
            else cast(asked.unit_count * rules.rule_factor as decimal(18,3))
        end * rules.unit_eur as decimal(18,2)) as rule_eur
    from asked
    join dim_subsidy_rule as rules
        on asked.scheme_code = rules.scheme_code
        and asked.period_month >= rules.valid_from_date
        and (rules.valid_until_date is null or asked.period_month < rules.valid_until_date)

),

allowed as (

    select
        scheme_code, period_month, unit_count,
        min(rule_eur) as rule_least_eur,
        max(rule_eur) as rule_most_eur
    from priced
    group by scheme_code, period_month, unit_count

),

recomputed as (

    -- a sum over rules of which one has no amount would be too low
    select
        claim_id,
        period_month,
        case when count(*) > 1 then 'mixed' else min(rule_code) end as rule_code,
        case when count(*) = count(recomputed_eur) then cast(sum(recomputed_eur) as decimal(18,2)) end as recomputed_eur,
        min(support_code) as support_code,
        case when count(*) = count(supported_eur) then cast(sum(supported_eur) as decimal(18,2)) end as supported_eur
    from fct_claim_rule
    group by claim_id, period_month

)

select
    claims.claim_id,
    claims.period_month,
    claims.kbo_number, claims.scheme_code, claims.nis_code, municipalities.province_code,
    municipalities.is_centre_city,
    claims.unit_count,
    case when claims.scheme_code in ('collective', 'village') then cast(ceil(cast(claims.unit_count as double) / 31) as integer) else claims.unit_count end as protected_count,
    claims.claimed_eur,
    coalesce(claims.approved_eur, cast(0 as decimal(18,2))) as approved_eur,
    case when claims.paid_date is not null then coalesce(claims.approved_eur, cast(0 as decimal(18,2)))
        else cast(0 as decimal(18,2)) end as paid_eur,
    allowed.rule_least_eur,
    allowed.rule_most_eur,
    case
        when claims.claimed_eur > allowed.rule_most_eur then cast(claims.claimed_eur - allowed.rule_most_eur as decimal(18,2))
        when claims.claimed_eur < allowed.rule_least_eur then cast(claims.claimed_eur - allowed.rule_least_eur as decimal(18,2))
        when allowed.rule_least_eur is not null then cast(0 as decimal(18,2))
    end as rule_gap_eur,
    recomputed.rule_code,
    recomputed.recomputed_eur,
    cast(claims.claimed_eur - recomputed.recomputed_eur as decimal(18,2)) as difference_eur,
    coalesce(recomputed.support_code, 'no_rule') as support_code,
    recomputed.supported_eur,
    cast(claims.claimed_eur - recomputed.supported_eur as decimal(18,2)) as unsupported_eur,
    claims.status_code, claims.submitted_date, claims.decided_date, claims.paid_date,
    cast(date_diff('day', claims.submitted_date, claims.decided_date) as integer) as decision_days,
    cast(date_diff('day', claims.submitted_date, claims.paid_date) as integer) as payment_days
from stg_subsidy__claims as claims
left join allowed
    on claims.scheme_code = allowed.scheme_code
    and claims.period_month = allowed.period_month
    and claims.unit_count = allowed.unit_count
left join recomputed on claims.claim_id = recomputed.claim_id and claims.period_month = recomputed.period_month
left join dim_municipality as municipalities on claims.nis_code = municipalities.nis_code
