/* check
name: referrals_lead_to_placements
about_nl: Van de verwijzingen naar Vlaanderen van de laatste drie volledige maanden is minstens de helft geplaatst.
about_en: Of the referrals to Flanders of the last three complete months at least half were placed.
severity: warn
owner: Fedasil
fix: "compare the file numbers of both exports: a changed numbering makes households unrecognisable"
fix_nl: "vergelijk de dossiernummers in beide exportbestanden: na een gewijzigde nummering worden huishoudens niet meer herkend"
*/
with recent as (

    select
        count(*) as referral_count,
        count(placed_date) as placed_count
    from fct_referral
    where region_code = 'flanders'
        and household_id is not null
        and known_days between 31 and 122

)

select referral_count, placed_count
from recent
where referral_count >= 20
    and placed_count * 2 < referral_count
