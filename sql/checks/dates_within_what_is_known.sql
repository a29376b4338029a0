/* check
name: dates_within_what_is_known
about_nl: "Niets in het vragenregister, de contacten, de verwijzingen, de subsidiedossiers, de prospectielijst, het aanbod en de vragen om herhuisvesting gebeurde na de kennisdatum."
about_en: "Nothing in the question log, the contacts, the referrals, the claims, the prospection list, the offers and the requests to rehouse happened after the knowledge date."
severity: warn
owner: datasteward
fix: "have the date corrected: the row counts in a month that is still to come"
fix_nl: "laat de datum verbeteren: de rij telt mee in een maand die nog moet komen"
*/
with dated as (

    select 'fct_question' as relation_name, question_id as row_id, received_date as row_date from fct_question
    union all
    select 'fct_question', question_id, answered_date from fct_question
    union all
    select 'fct_question', question_id, closed_date from fct_question
    union all
    select 'fct_dispatch', dispatch_id, sent_date from fct_dispatch
    union all
    select 'fct_dispatch', dispatch_id, answered_date from fct_dispatch
    union all
    select 'fct_referral', referral_id, referred_date from fct_referral
    union all
    select 'fct_meeting', meeting_id, held_date from fct_meeting
    union all
    select 'fct_newsletter', newsletter_id, sent_date from fct_newsletter
    union all
    select 'fct_work_item', work_item_id, logged_date from fct_work_item
    union all
    select 'fct_claim', claim_id, submitted_date from fct_claim
    union all
    select 'fct_claim', claim_id, decided_date from fct_claim
    union all
    select 'fct_claim', claim_id, paid_date from fct_claim
    union all
    select 'fct_offer', offer_id, offered_date from fct_offer
    union all
    select 'fct_rehousing_request', request_id, requested_date from fct_rehousing_request
    union all
    select 'fct_prospection', location_id, announced_date from fct_prospection
    union all
    select 'fct_prospection', location_id, visited_date from fct_prospection
    union all
    select 'fct_prospection', location_id, agreed_date from fct_prospection
    union all
    select 'fct_prospection', location_id, occupied_date from fct_prospection
    union all
    select 'fct_prospection', location_id, dropped_date from fct_prospection

)

select distinct dated.relation_name, dated.row_id, dated.row_date
from dated
cross join ref.knowledge as known
where dated.row_date > known.known_at
