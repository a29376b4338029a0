/* metric
name: survey_score
title_nl: Waardering van de ondersteuning
title_en: Appreciation of the support
about_nl: Gemiddelde score die praktijkwerkers aan de ondersteuning door het centrale team geven.
about_en: Mean score that practitioners give to the support by the central team.
unit: count
not_measurable: geen bevraging geleverd
needs: "een export van de bevraging met per stelling de score, het aantal antwoorden en de responsgraad"
*/
