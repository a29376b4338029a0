/* check
name: attestations_of_flanders_plausible
about_nl: "In elke maand met minstens 500 attesten heeft Vlaanderen er tussen 45 % en 75 % van."
about_en: "In no month with at least 500 attestations Flanders has less than 45% or more than 75% of them."
severity: warn
owner: Dienst Vreemdelingenzaken
fix: ask whether the regions of that month are complete
fix_nl: vraag na of de gewesten van die maand volledig zijn
*/
with months as (

    select
        attested_month,
        sum(person_count) as person_count,
        sum(person_count) filter (where region_code = 'flanders') as flanders_count
    from fct_attestation
    group by attested_month

)

select attested_month, person_count, flanders_count
from months
where person_count >= 500
    and (coalesce(flanders_count, 0) * 100 < person_count * 45 or flanders_count * 100 > person_count * 75)
