/* metric
name: liaison_actions
title_nl: Liaisonacties per beleidsdomein
title_en: Liaison actions by policy domain
about_nl: "Acties waarmee de teams lokale besturen in contact brengen met de diensten van een beleidsdomein, zoals onderwijs, welzijn of werk."
about_en: "Actions by which the teams bring local authorities into contact with the services of a policy domain, such as education, welfare or work."
unit: count
not_measurable: niet geregistreerd
not_measurable_en: not registered
needs: "een veld met het beleidsdomein bij elk werkitem en elk overlegmoment"
needs_en: "a field with the policy domain for each work item and each meeting"
*/
