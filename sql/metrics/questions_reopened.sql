/* metric
name: questions_reopened
title_nl: Heropende vragen
title_en: Reopened questions
about_nl: Vragen die na een antwoord opnieuw werden gesteld.
about_en: Questions that were asked again after an answer.
unit: questions
not_measurable: niet geregistreerd
not_measurable_en: not registered
needs: een logboek van de statuswijzigingen per vraag in het vragenregister
needs_en: "a log of the changes of status of each question in the question log"
*/
