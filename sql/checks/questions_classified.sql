/* check
name: questions_classified
about_nl: Hoogstens één op de tien vragen is niet ingedeeld naar thema.
about_en: At most one in ten questions is not classified by theme.
severity: warn
owner: helpdesk
fix: "have the questions classified: above 10% no statement about patterns holds"
fix_nl: "laat de vragen indelen: boven 10 % houdt geen enkele uitspraak over patronen stand"
*/
with counted as (

    select count(*) as question_count, count(*) filter (where not is_classified) as unclassified_count
    from fct_question

)

select question_count, unclassified_count
from counted
where unclassified_count * 10 > question_count
