/* metric
name: cooperation_agreements
title_nl: Intergemeentelijke samenwerking
title_en: Intermunicipal cooperation
about_nl: Overeenkomsten waarmee lokale besturen de opvang samen organiseren.
about_en: Agreements by which local authorities organise reception together.
unit: count
not_measurable: niet geregistreerd
not_measurable_en: not registered
needs: een register van samenwerkingsovereenkomsten met de datum en de deelnemende gemeenten
needs_en: "a register of cooperation agreements with the date and the municipalities that take part"
*/
