/* model
name: fct_claim_rule
about: "Each subsidy claim recomputed under the rules of its month, on the units claimed and on the units that the other exports support on the reference date, with the sum written out. Bitemporal are: the state of places (their lists, by reference date) and stays (by reference date, and for a payment with a day until which it could be corrected as they were known on that day). Not bitemporal: registrations of persons, the end of a stretch of availability, and the claim itself, which are as last known; ask with a knowledge date to have them as known then."
grain: "one row per claim, month and rule that applied"
key: [claim_id, period_month, rule_code]
warning: "units of different schemes do not add up: persons, places and nights"
columns:
  - {name: claim_id, type: varchar}
  - {name: period_month, type: date}
  - {name: rule_code, type: varchar}
  - {name: scheme_code, type: varchar}
  - {name: nis_code, type: varchar}
  - {name: rule_about, type: varchar, about: what the decision says}
  - {name: chosen_by_code, type: varchar, about: "only rule of the month, place_type or price: nearest to what was claimed"}
  - {name: reference_date, type: date, about: day whose state counts}
  - {name: correctable_until_date, type: date, about: "stays count as known on this day", missing: as last known}
  - {name: payment_date, type: date, missing: payment is not in the list}
  - {name: unit_eur, type: "decimal(18,2)", unit: euro, missing: own agreement}
  - {name: rule_factor, type: "decimal(6,3)", missing: own agreement}
  - {name: claimed_count, type: bigint, unit: "persons, places or nights"}
  - {name: recomputed_eur, type: "decimal(18,2)", unit: euro, about: on the units claimed, missing: own agreement}
  - {name: support_code, type: varchar, about: "supported, or why no export shows the units"}
  - {name: supported_count, type: bigint, unit: "persons, places or nights", missing: see support_code}
  - {name: supported_most_count, type: bigint, unit: persons, about: no more units than this can be due, missing: the exports know the units themselves}
  - {name: supported_eur, type: "decimal(18,2)", unit: euro, about: recomputed on the units supported, missing: see support_code}
  - {name: unsupported_eur, type: "decimal(18,2)", unit: euro, about: "recomputed on the units claimed less on those supported, negative when less was claimed than there is", missing: see support_code}
  - {name: recomputed_nl, type: varchar, about: "the sum in Dutch: units x euro x factor"}
  - {name: supported_nl, type: varchar, about: the same on the units supported or why there are none}
checks:
  - {not_null: [claim_id, period_month, rule_code, claimed_count, support_code, recomputed_nl, supported_nl]}
  - {references: {column: claim_id, relation: stg_subsidy__claims, to: claim_id}}
  - {accepted: {column: chosen_by_code, values: [only, place_type, price]}}
*/
with priced as (

    -- filled private places are paid in whole fives; three decimals hold units exactly, and multiply faster than a wide product
    select
        parts.*,
        rules.rule_about,
        rules.basis_code,
        rules.unit_eur,
        rules.rule_factor,
        rules.unit_nl,
        rules.units_nl,
        support.support_code,
        support.supported_most_count,
        case when rules.basis_code = 'filled_fives' then cast(floor(parts.claimed_count * rules.rule_factor) as decimal(18,3))
            else cast(parts.claimed_count * rules.rule_factor as decimal(18,3)) end as claimed_factor,
        case when rules.basis_code = 'filled_fives' then cast(floor(parts.supported_count * rules.rule_factor) as decimal(18,3))
            else cast(parts.supported_count * rules.rule_factor as decimal(18,3)) end as supported_factor,
        replace(cast(rules.unit_eur as varchar), '.', ',') || ' euro' as unit_text,
        replace(case when rules.rule_factor = cast(rules.rule_factor as decimal(6,2)) then cast(cast(rules.rule_factor as decimal(6,2)) as varchar)
            else cast(rules.rule_factor as varchar) end, '.', ',') as factor_text
    from int_claim__rule as parts
    join dim_subsidy_rule as rules
        on parts.scheme_code = rules.scheme_code
        and parts.rule_code = rules.rule_code
        and parts.period_month >= rules.valid_from_date
        and (rules.valid_until_date is null or parts.period_month < rules.valid_until_date)
    join int_subsidy__support as support
        on parts.scheme_code = support.scheme_code
        and parts.nis_code = support.nis_code
        and parts.period_month = support.period_month
        and parts.rule_code = support.rule_code

),

amounts as (

    select
        *,
        cast(claimed_factor * unit_eur as decimal(18,2)) as recomputed_eur,
        cast(supported_factor * unit_eur as decimal(18,2)) as supported_eur,
        case when rule_count = 1 then 'only' when basis_code = 'nights' and is_seen then 'place_type' else 'price' end as chosen_by_code,
        case
            when basis_code = 'agreement' then ' volgens eigen overeenkomst'
            when basis_code = 'filled_fives' then ', per vijf naar beneden afgerond, x ' || unit_text
            else ' x ' || unit_text || case when rule_factor = 1 then '' else ' x ' || factor_text end
        end as text_nl
    from priced

)

select
    amounts.claim_id,
    amounts.period_month,
    amounts.rule_code,
    amounts.scheme_code,
    amounts.nis_code,
    amounts.rule_about,
    amounts.chosen_by_code,
    requests.reference_date,
    requests.correctable_until_date,
    requests.payment_date,
    amounts.unit_eur,
    amounts.rule_factor,
    amounts.claimed_count,
    amounts.recomputed_eur,
    amounts.support_code,
    amounts.supported_count,
    amounts.supported_most_count,
    amounts.supported_eur,
    cast(amounts.recomputed_eur - amounts.supported_eur as decimal(18,2)) as unsupported_eur,
    cast(amounts.claimed_count as varchar) || ' ' || case when amounts.claimed_count = 1 then amounts.unit_nl else amounts.units_nl end || amounts.text_nl
    || coalesce(' = ' || replace(cast(amounts.recomputed_eur as varchar), '.', ',') || ' euro', '') as recomputed_nl,
    case amounts.support_code
        when 'supported' then cast(amounts.supported_count as varchar) || ' ' || case when amounts.supported_count = 1 then amounts.unit_nl else amounts.units_nl end || amounts.text_nl
            || ' = ' || replace(cast(amounts.supported_eur as varchar), '.', ',') || ' euro'
        when 'nationality_not_known' then 'geen export kent de nationaliteit; hoogstens '
            || cast(amounts.supported_most_count as varchar) || case when amounts.supported_most_count = 1 then ' geregistreerde persoon' else ' geregistreerde personen' end
        when 'own_agreement' then 'eigen overeenkomst: staat in geen export'
        when 'not_known_yet' then 'de toestand van die dag is nog niet gekend'
        when 'code_merged' then 'gemeente was die dag al gefuseerd'
        else 'geen lijst van die dag'
    end as supported_nl
from amounts
join int_subsidy__request as requests
    on amounts.scheme_code = requests.scheme_code
    and amounts.nis_code = requests.nis_code
    and amounts.period_month = requests.period_month
