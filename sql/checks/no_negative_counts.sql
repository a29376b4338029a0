/* check
name: no_negative_counts
about_nl: Geen enkel aantal of bedrag is negatief.
about_en: No count or amount is negative.
severity: block
owner: datasteward
fix: correct the row in the export; a contract range should have refused it
fix_nl: verbeter de rij in het exportbestand; een bereik in het contract had ze moeten weigeren
*/
select 'fct_attestation' as relation_name, cast(attested_month as varchar) as row_id
from fct_attestation
where person_count < 0 or need_count < 0

union all

select 'fct_placement', placement_id
from fct_placement
where person_count < 1 or stay_days < 0

union all

select 'fct_place_change', place_id
from fct_place_change
where capacity_count < 0

union all

select 'fct_claim', claim_id
from fct_claim
where unit_count < 0

union all

select 'fct_prospection', location_id
from fct_prospection
where place_count < 0

union all

select 'fct_capacity', row_id
from fct_capacity
where registered_count < 0 or available_count < 0 or occupied_count < 0

union all

select 'fct_staff', cast(staff_id as varchar)
from fct_staff
where fte < 0
