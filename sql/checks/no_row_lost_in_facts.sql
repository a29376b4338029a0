/* check
name: no_row_lost_in_facts
about_nl: Elke rij van een stagingtabel staat precies één keer in de feitentabel die ze leest.
about_en: Every staging row stands exactly once in its fact.
severity: block
owner: datasteward
fix: "a join in the fact doubles or drops rows: look for a code that stands twice in a dimension"
fix_nl: "een koppeling in de feitentabel verdubbelt rijen of laat er weg: zoek een code die twee keer in een dimensie staat"
*/
with counted as (

    select 'fct_placement' as relation_name, (select count(*) from stg_housing_tool__placements) as from_count, (select count(*) from fct_placement) as to_count

    union all

    select 'fct_rehousing_request', (select count(*) from stg_housing_tool__rehousing_requests), (select count(*) from fct_rehousing_request)

    union all

    select 'fct_offer', (select count(*) from stg_housing_tool__offers), (select count(*) from fct_offer)

    union all

    select 'fct_referral', (select count(*) from stg_fedasil__referrals), (select count(*) from fct_referral)

    union all

    select 'fct_attestation', (select sum(person_count) from stg_immigration__attestations), (select sum(person_count) from fct_attestation)

    union all

    select 'fct_claim', (select count(*) from stg_subsidy__claims), (select count(*) from fct_claim)

    union all

    select 'fct_question', (select count(*) from stg_question_log__questions), (select count(*) from fct_question)

    union all

    select 'fct_dispatch', (select count(*) from stg_question_log__dispatches), (select count(*) from fct_dispatch)

    union all

    select 'fct_prospection', (select count(*) from stg_prospection__locations), (select count(*) from fct_prospection)

    union all

    select 'fct_staff', (select count(*) from stg_staff__fte), (select count(*) from fct_staff)

    union all

    select 'fct_work_item', (select count(*) from stg_contacts__work_items), (select count(*) from fct_work_item)

)

select relation_name, from_count, to_count
from counted
where coalesce(from_count, 0) <> coalesce(to_count, 0)
