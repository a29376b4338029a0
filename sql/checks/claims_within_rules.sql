/* check
name: claims_within_rules
about_nl: Gevraagde bedragen passen binnen de regels van hun maand.
about_en: Amounts claimed fit the rules of their month.
severity: warn
owner: Agentschap Binnenlands Bestuur
fix: compare units and amount in fct_claim_rule; the claim or the rule list is wrong
fix_nl: vergelijk eenheden en bedrag in fct_claim_rule; ofwel klopt het dossier niet, ofwel de lijst met regels
*/
select claim_id, period_month, scheme_code, unit_count, claimed_eur, rule_least_eur, rule_most_eur
from fct_claim
where rule_gap_eur <> 0
