/* check
name: dispatches_of_known_questions
about_nl: Elke doorverwijzing hoort bij een vraag in het register en werd niet voor de vraag verzonden.
about_en: Every dispatch belongs to a question in the log and was not sent before the question.
severity: warn
owner: helpdesk
fix: correct the question number or the day of sending in the log
fix_nl: verbeter het vraagnummer of de dag van verzending in het register
*/
select dispatches.dispatch_id, dispatches.question_id, dispatches.sent_date, questions.received_date
from fct_dispatch as dispatches
left join fct_question as questions on dispatches.question_id = questions.question_id
where questions.question_id is null
    or dispatches.sent_date < questions.received_date
