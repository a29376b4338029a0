/* check
name: subsidy_rules_by_month
about_nl: "Elke subsidieregel begint op de eerste dag van een maand en eindigt op de laatste: een dossier gaat over een maand en wordt met één stand van de regels herberekend."
about_en: "Each subsidy rule begins on the first day of a month and ends on the last: a claim is about a month and is recomputed by one state of the rules."
severity: block
owner: datasteward
fix: "let the rule begin on the first day of a month and end on the last in models/reference/subsidy_rules.csv, and agree by which of two rules a month in between goes"
fix_nl: "laat de regel in models/reference/subsidy_rules.csv op de eerste dag van een maand beginnen en op de laatste eindigen, en spreek af volgens welke van twee regels een maand ertussen gaat"
*/
select scheme_code, rule_code, valid_from_date, valid_until_date
from dim_subsidy_rule
where extract(day from valid_from_date) <> 1
    or extract(day from valid_until_date) <> 1
