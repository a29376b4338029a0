/* metric
name: questions_per_100_displaced
title_nl: "Vragen per 100 ontheemden"
title_en: "Questions per 100 displaced persons"
about_nl: "Vragen van de {support_days} dagen tot en met de datum per 100 personen die tot dan een attest kregen en in het Vlaams Gewest geregistreerd werden. Wie intussen vertrok, zit nog in de noemer. Zolang het register minder dan {support_days} dagen bestaat, is er geen cijfer. Na de laatste levering van het register blijft het zoals op die dag."
about_en: "Questions of the {support_days} days up to and including the date per 100 persons who had an attestation until then and were registered in the Flemish Region. Those who have left since are still in the denominator. As long as the log is less than {support_days} days old there is no figure. After the last delivery of the log it stays as it was on that day."
unit: per_100
unit_nl: "per 100 ontheemden"
unit_en: "per 100 displaced persons"
decimals: 2
kind: stock
better: neutral
range: [0]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_support
valid: [valid_from_date, valid_until_date]
adds: [question_count, attested_count]
over_time: last
over_place: none
over_groups: none
empty: none
interval: poisson
where: "row_code in ('question', 'attestation')"
dimensions:
  province: province_code
  centre_city: is_centre_city
sources: [question_log/questions, immigration/attestations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    100 * cast(sum(question_count) as double) / nullif(cast(sum(attested_count) as double), 0) as value,
    sum(question_count) as n,
    sum(question_count) as part,
    sum(attested_count) as whole
from scope
group by dim_1, dim_2, dim_3
