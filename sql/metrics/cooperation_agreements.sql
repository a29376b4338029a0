/* metric
name: cooperation_agreements
title_nl: Intergemeentelijke samenwerking
title_en: Intermunicipal cooperation
about_nl: Overeenkomsten waarmee lokale besturen de opvang samen organiseren.
about_en: Agreements by which local authorities organise reception together.
unit: count
not_measurable: niet geregistreerd
needs: een register van samenwerkingsovereenkomsten met de datum en de deelnemende gemeenten
*/
