/* check
name: subsidy_rules_exact
about_nl: "Bedragen in de lijst van subsidieregels hebben hoogstens twee cijfers na de komma en factoren hoogstens drie: meer zou stilzwijgend afgerond worden."
about_en: "Amounts in the list of subsidy rules have at most two decimals and factors at most three: more would be rounded without a word."
severity: block
owner: datasteward
fix: "write the amount in euro with at most two decimals and the factor with at most three in models/reference/subsidy_rules.csv"
fix_nl: "schrijf het bedrag in models/reference/subsidy_rules.csv in euro met hoogstens twee cijfers na de komma, en de factor met hoogstens drie"
*/
select scheme_code, rule_code, valid_from_date, unit_eur, factor
from ref.subsidy_rules
where cast(nullif(unit_eur, '') as decimal(38,12)) <> cast(nullif(unit_eur, '') as decimal(18,2))
    or cast(nullif(factor, '') as decimal(38,12)) <> cast(nullif(factor, '') as decimal(6,3))
