/* check
name: dates_within_own_delivery
about_nl: "Geen bestand in het vragenregister, de contacten, de verwijzingen, de attesten, de subsidiedossiers en de huisvestingstool vertelt over een dag na zijn eigen kennisdatum."
about_en: "No file of the question log, the contacts, the referrals, the attestations, the claims and the housing tool tells of a day after its own knowledge date."
severity: warn
owner: datasteward
fix: "see whether the date in the name of the file is right: --as-of tells of what was still to come; deliver it under its own name, and a file with a header alone under the wrong one"
fix_nl: "ga na of de datum in de naam van het bestand klopt: --as-of vertelt over wat nog moest komen; lever het onder zijn eigen naam, en een bestand met alleen kolomnamen onder de verkeerde"
*/
with dated as (

    -- each row once, with the last day that it tells of
    select 'question_log/questions' as entity_name, _load_id, _known_at, greatest(coalesce(received_date, date '0001-01-01'), coalesce(answered_date, date '0001-01-01')) as row_date from raw.question_log__questions__history
    union all
    select 'question_log/dispatches' as entity_name, _load_id, _known_at, greatest(coalesce(sent_date, date '0001-01-01'), coalesce(answered_date, date '0001-01-01')) as row_date from raw.question_log__dispatches__history
    union all
    select 'fedasil/referrals' as entity_name, _load_id, _known_at, referred_date as row_date from raw.fedasil__referrals__history
    union all
    select 'immigration/attestations' as entity_name, _load_id, _known_at, period_month as row_date from raw.immigration__attestations__history
    union all
    select 'housing_tool/persons' as entity_name, _load_id, _known_at, registered_date as row_date from raw.housing_tool__persons__history
    union all
    select 'housing_tool/rehousing_requests' as entity_name, _load_id, _known_at, greatest(coalesce(requested_date, date '0001-01-01'), coalesce(closed_date, date '0001-01-01')) as row_date from raw.housing_tool__rehousing_requests__history
    union all
    select 'housing_tool/offers' as entity_name, _load_id, _known_at, offered_date as row_date from raw.housing_tool__offers__history
    union all
    select 'contacts/meetings' as entity_name, _load_id, _known_at, held_date as row_date from raw.contacts__meetings__history
    union all
    select 'contacts/newsletters' as entity_name, _load_id, _known_at, sent_date as row_date from raw.contacts__newsletters__history
    union all
    select 'contacts/work_items' as entity_name, _load_id, _known_at, logged_date as row_date from raw.contacts__work_items__history
    union all
    select 'subsidy/claims' as entity_name, _load_id, _known_at, greatest(coalesce(submitted_date, date '0001-01-01'), coalesce(decided_date, date '0001-01-01'), coalesce(paid_date, date '0001-01-01')) as row_date from raw.subsidy__claims__history

),

files as (

    select _load_id, file_name from raw.contacts__meetings__deliveries
    union all
    select _load_id, file_name from raw.contacts__newsletters__deliveries
    union all
    select _load_id, file_name from raw.contacts__work_items__deliveries
    union all
    select _load_id, file_name from raw.fedasil__referrals__deliveries
    union all
    select _load_id, file_name from raw.housing_tool__offers__deliveries
    union all
    select _load_id, file_name from raw.housing_tool__persons__deliveries
    union all
    select _load_id, file_name from raw.housing_tool__rehousing_requests__deliveries
    union all
    select _load_id, file_name from raw.immigration__attestations__deliveries
    union all
    select _load_id, file_name from raw.question_log__dispatches__deliveries
    union all
    select _load_id, file_name from raw.question_log__questions__deliveries
    union all
    select _load_id, file_name from raw.subsidy__claims__deliveries

)

select dated.entity_name, files.file_name, dated._known_at as known_date, count(*) as row_count, max(dated.row_date) as last_date
from dated
left join files on dated._load_id = files._load_id
where dated.row_date > dated._known_at
group by dated.entity_name, files.file_name, dated._known_at
