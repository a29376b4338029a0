/* check
name: subsidy_rules_alike
about_nl: "Alle tarieven van een regeling in dezelfde maand tellen hetzelfde (basis_code) en vragen evenveel dagen (min_days): de eenheden worden per regeling en maand één keer geteld."
about_en: "All rates of a scheme in the same month count the same (basis_code) and ask for as many days (min_days): units are counted once for each scheme and month."
severity: block
owner: datasteward
fix: "give the rates of the scheme one basis_code and one min_days in models/reference/subsidy_rules.csv, or have the counting changed when the decision does differ by rate"
fix_nl: "geef de tarieven van de regeling in models/reference/subsidy_rules.csv dezelfde basis_code en min_days, of laat de telling aanpassen als het besluit wel verschilt per tarief"
*/
select one.scheme_code, one.rule_code, one.valid_from_date, one.basis_code, one.min_days, other.rule_code as other_rule_code
from dim_subsidy_rule as one
join dim_subsidy_rule as other
    on one.scheme_code = other.scheme_code
    and one.valid_from_date < coalesce(other.valid_until_date, date '9999-12-31')
    and other.valid_from_date < coalesce(one.valid_until_date, date '9999-12-31')
where one.basis_code <> other.basis_code
    or coalesce(one.min_days, 0) <> coalesce(other.min_days, 0)
