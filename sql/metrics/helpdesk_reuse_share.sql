/* metric
name: helpdesk_reuse_share
title_nl: "Hergebruik van antwoorden in de helpdesk"
title_en: "Reuse of answers in the helpdesk"
about_nl: "Vragen die met een bestaand antwoord uit de helpdesk beantwoord werden, als aandeel van alle beantwoorde vragen."
about_en: "Questions that were answered with an existing answer of the helpdesk, as a share of all questions answered."
unit: share
not_measurable: niet geregistreerd
not_measurable_en: not registered
needs: "een veld in het vragenregister met het helpdeskartikel waarmee geantwoord is, en de lijst van artikelen met hun datum"
needs_en: "a field in the question log with the helpdesk article that was answered with, and the list of articles with their dates"
*/
