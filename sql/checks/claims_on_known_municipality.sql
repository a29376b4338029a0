/* check
name: claims_on_known_municipality
about_nl: Elk subsidiedossier gaat over een gemeente die gekend is.
about_en: Every subsidy claim is about a known municipality.
severity: block
owner: Agentschap Binnenlands Bestuur
fix: "correct the code in the claim, or add the municipality to models/reference/municipalities.csv"
fix_nl: "verbeter de code in het dossier, of voeg de gemeente toe aan models/reference/municipalities.csv"
*/
select claim_id, period_month, nis_code
from fct_claim
where province_code is null
