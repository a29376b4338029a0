/* metric
name: helpdesk_publication_days
title_nl: Tijd van antwoord tot opname in de helpdesk
title_en: Time from answer to publication in the helpdesk
about_nl: Dagen van een antwoord aan veldwerkers tot de opname ervan in de helpdesk.
about_en: Days from an answer to field workers to its publication in the helpdesk.
unit: days
not_measurable: niet geregistreerd
needs: een log van de helpdesk met per antwoord de dag van opname en het aantal raadplegingen
*/
