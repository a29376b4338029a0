/* metric
name: daily_contacts
title_nl: Dagelijkse contacten met lokale besturen
title_en: Daily contacts with local authorities
about_nl: "Contacten van de regionale teams met gemeentelijke coördinatoren, algemeen directeurs en burgemeesters."
about_en: "Contacts of the regional teams with municipal coordinators, general managers and mayors."
unit: count
not_measurable: niet bijgehouden
needs: "een contactlog met per contact de datum, het team, het lokaal bestuur en het kanaal"
*/
