/* metric
name: survey_response_share
title_nl: "Respons op de bevraging"
title_en: "Response to the survey"
about_nl: "Ingevulde vragenlijsten als aandeel van de verstuurde vragenlijsten over de strategie en de ondersteuning door VLOT."
about_en: "Surveys filled in as a share of the surveys sent on the strategy and the support by VLOT."
unit: share
not_measurable: geen bevraging geleverd
not_measurable_en: no survey delivered
needs: "de resultaten van de bevraging, met het aantal verstuurde en ingevulde vragenlijsten per doelgroep"
needs_en: "an export of the survey with the number of surveys sent and filled in, by target group"
*/
