/* model
name: int_claim__rule
about: "Which rules a claim is priced by, with the units of each. One rule is the only one of its month, or that whose price lies nearest to the one claimed; nights are priced by the type of place they were spent in, dearest first, and nights that no stay shows by the nearest price. Claims of one municipality for the same scheme and month share what the exports support in the order of their number, rejected ones last; the last one has what is left."
grain: "one row per claim, month and rule"
key: [claim_id, period_month, rule_code]
columns:
  - {name: claim_id, type: varchar}
  - {name: period_month, type: date}
  - {name: rule_code, type: varchar}
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: is_nearest, type: boolean, about: the rule whose price lies nearest to the one claimed}
  - {name: rule_count, type: integer, about: rules of the month to choose from}
  - {name: claimed_count, type: bigint, unit: "persons, places or nights"}
  - {name: is_seen, type: boolean, about: some of the units were seen in places of the type of the rule}
  - {name: supported_count, type: bigint, unit: "persons, places or nights", missing: no export shows the units}
*/
with claims as (

    -- the claims of a municipality lie behind each other on one line of units
    select
        *,
        sum(cast(unit_count as bigint)) over (
            partition by scheme_code, nis_code, period_month
            order by status_code = 'rejected', claim_id rows unbounded preceding
        ) as until_count,
        lead(claim_id) over (
            partition by scheme_code, nis_code, period_month
            order by status_code = 'rejected', claim_id
        ) is null as is_last
    from stg_subsidy__claims

),

offers as (

    -- what the exports support is laid out once for all claims of a municipality and month
    select
        support.scheme_code, support.nis_code, support.period_month,
        rules.rule_code, rules.basis_code, rules.unit_eur, rules.rule_factor,
        support.supported_count,
        coalesce(support.supported_count, 0) as pool_count,
        coalesce(support.seen_count, 0) as seen_pool_count,
        sum(coalesce(support.seen_count, 0)) over (
            partition by support.scheme_code, support.nis_code, support.period_month
            order by rules.unit_eur desc, rules.rule_code rows unbounded preceding
        ) as seen_pooled_count,
        cast(count(*) over (
            partition by support.scheme_code, support.nis_code, support.period_month
        ) as integer) as rule_count
    from int_subsidy__support as support
    join dim_subsidy_rule as rules
        on support.scheme_code = rules.scheme_code
        and support.rule_code = rules.rule_code
        and support.period_month >= rules.valid_from_date
        and (rules.valid_until_date is null or support.period_month < rules.valid_until_date)

),

candidates as (

    select
        claims.claim_id, claims.period_month, claims.scheme_code, claims.nis_code, claims.unit_count,
        claims.until_count - claims.unit_count as from_count,
        case when claims.is_last then greatest(claims.until_count, 1000000000000) else claims.until_count end as until_count,
        offers.rule_code, offers.basis_code,
        offers.supported_count, offers.pool_count, offers.seen_pool_count, offers.seen_pooled_count, offers.rule_count,
        row_number() over (
            partition by claims.claim_id, claims.period_month
            order by abs(claims.claimed_eur - claims.unit_count * offers.unit_eur * offers.rule_factor), offers.unit_eur desc, offers.rule_code
        ) = 1 as is_nearest
    from claims
    join offers
        on claims.scheme_code = offers.scheme_code
        and claims.nis_code = offers.nis_code
        and claims.period_month = offers.period_month

),

pooled as (

    -- only nights are known by rate; of other units each rate has the same ones. Those that count
    -- lie first among the nights of their rate
    select
        *,
        case when basis_code = 'nights' then seen_pooled_count - seen_pool_count else 0 end as pool_from_count,
        case when basis_code = 'nights' then seen_pooled_count - seen_pool_count + pool_count else pool_count end as pool_until_count,
        case when basis_code = 'nights' then seen_pooled_count else seen_pool_count end as seen_until_count
    from candidates
    where basis_code = 'nights' or is_nearest

),

shared as (

    select
        *,
        greatest(least(from_count + unit_count, seen_until_count) - greatest(from_count, pool_from_count), 0) as claimed_part_count,
        case when supported_count is not null then
            greatest(least(until_count, pool_until_count) - greatest(from_count, pool_from_count), 0)
        end as supported_part_count
    from pooled

),

summed as (

    select *, unit_count - sum(claimed_part_count) over (partition by claim_id, period_month) as rest_count
    from shared

)

select
    claim_id, period_month, rule_code, scheme_code, nis_code, is_nearest, rule_count,
    cast(claimed_part_count + case when is_nearest then rest_count else 0 end as bigint) as claimed_count,
    coalesce(claimed_part_count > 0 or supported_part_count > 0, false) as is_seen,
    cast(supported_part_count as bigint) as supported_count
from summed
where claimed_part_count > 0 or supported_part_count > 0 or (is_nearest and (rest_count <> 0 or unit_count = 0))
