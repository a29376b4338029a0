/* metric
name: daily_contacts
title_nl: Dagelijkse contacten met lokale besturen
title_en: Daily contacts with local authorities
about_nl: "Contacten van de regionale teams met gemeentelijke coördinatoren, algemeen directeurs en burgemeesters."
about_en: "Contacts of the regional teams with municipal coordinators, general managers and mayors."
unit: count
not_measurable: niet bijgehouden
not_measurable_en: not logged
needs: "een contactlog met per contact de datum, het team, het lokaal bestuur en het kanaal"
needs_en: "a log of contacts with, for each contact, the date, the team, the local authority and the channel"
*/
