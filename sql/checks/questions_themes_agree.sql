/* check
name: questions_themes_agree
about_nl: "Vraagonderwerp, gegroepeerd thema en beleidsdomein van een vraag horen bij elkaar."
about_en: "Subject, grouped theme and policy domain of a question belong together."
severity: warn
owner: helpdesk
fix: "correct the classification in the log, or the hierarchy in models/reference/themes.csv"
fix_nl: "verbeter de indeling in het register, of de hiërarchie in models/reference/themes.csv"
*/
select questions.question_id, questions.topic_code, questions.theme_code, questions.domain_code
from fct_question as questions
join dim_theme as themes on questions.topic_code = themes.topic_code
where questions.theme_code <> themes.theme_code
    or questions.domain_code <> themes.domain_code
