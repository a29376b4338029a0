/* metric
name: helpdesk_publication_days
title_nl: Tijd van antwoord tot opname in de helpdesk
title_en: Time from answer to publication in the helpdesk
about_nl: Dagen van een antwoord aan veldwerkers tot de opname ervan in de helpdesk.
about_en: Days from an answer to field workers to its publication in the helpdesk.
unit: days
not_measurable: niet geregistreerd
not_measurable_en: not registered
needs: een log van de helpdesk met per antwoord de dag van opname en het aantal raadplegingen
needs_en: "a log of the helpdesk with, for each answer, the day of publication and how often it was read"
*/
