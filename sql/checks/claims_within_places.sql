/* check
name: claims_within_places
about_nl: "Geen enkele gemeente vraagt voor een regeling en een maand meer dan een kwart én meer dan 10 eenheden boven wat de huisvestingstool laat zien."
about_en: "No municipality claims over a quarter more units, and over 10 more, for a scheme and month than the housing tool shows."
severity: warn
owner: Agentschap Binnenlands Bestuur
fix: "compare the claim with the places or stays in fct_claim_rule; one of the two is not complete"
fix_nl: "vergelijk het dossier met de plaatsen of verblijven in fct_claim_rule; één van beide is onvolledig"
*/
with units as (

    -- what a rejected claim asks is not paid
    select
        parts.scheme_code,
        parts.nis_code,
        parts.period_month,
        sum(parts.claimed_count) as claimed_count,
        coalesce(sum(parts.supported_count), max(parts.supported_most_count)) as supported_count
    from fct_claim_rule as parts
    join fct_claim as claims on parts.claim_id = claims.claim_id and parts.period_month = claims.period_month
    where claims.status_code <> 'rejected'
        and parts.support_code in ('supported', 'nationality_not_known')
    group by parts.scheme_code, parts.nis_code, parts.period_month

)

select scheme_code, nis_code, period_month, claimed_count, supported_count
from units
where claimed_count * 4 > supported_count * 5
    and claimed_count > supported_count + 10
