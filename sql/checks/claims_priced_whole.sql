/* check
name: claims_priced_whole
about_nl: "De herberekening verdeelt de eenheden van elk dossier volledig over de regels van zijn maand."
about_en: "The recomputation divides the units of each claim over the rules of its month, without a rest."
severity: block
owner: datasteward
fix: "look at the claim in int_claim__rule: its rules overlap in models/reference/subsidy_rules.csv"
fix_nl: "bekijk het dossier in int_claim__rule: de regels ervan overlappen elkaar in models/reference/subsidy_rules.csv"
*/
with parts as (

    select claim_id, period_month, sum(claimed_count) as priced_count
    from fct_claim_rule
    group by claim_id, period_month

)

select claims.claim_id, claims.period_month, claims.unit_count, parts.priced_count
from fct_claim as claims
left join parts on claims.claim_id = parts.claim_id and claims.period_month = parts.period_month
where claims.support_code <> 'no_rule'
    and claims.unit_count is distinct from parts.priced_count
