/* check
name: claims_paid_not_above_approved
about_nl: "Er wordt niet meer goedgekeurd dan gevraagd, en niets betaald zonder goedkeuring."
about_en: "No more is approved than claimed, and nothing is paid without approval."
severity: warn
owner: Agentschap Binnenlands Bestuur
fix: ask for a corrected claim
fix_nl: vraag een verbeterd dossier op
*/
select claim_id, period_month, claimed_eur, approved_eur, status_code
from fct_claim
where approved_eur > claimed_eur
    or (status_code = 'paid' and approved_eur = 0)
    or (status_code = 'rejected' and approved_eur > 0)
