/* metric
name: survey_score
title_nl: Waardering van de ondersteuning
title_en: Appreciation of the support
about_nl: Gemiddelde score die praktijkwerkers aan de ondersteuning door het centrale team geven.
about_en: Mean score that practitioners give to the support by the central team.
unit: count
not_measurable: geen bevraging geleverd
not_measurable_en: no survey delivered
needs: "de resultaten van de bevraging, met per stelling de score, het aantal antwoorden en de responsgraad"
needs_en: "an export of the survey with, for each statement, the score, the number of answers and the response rate"
*/
