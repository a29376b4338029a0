/* check
name: households_in_one_place
about_nl: Een huishouden verblijft niet op twee plaatsen tegelijk.
about_en: A household does not stay in two places at once.
severity: warn
owner: beheer van de huisvestingstool
fix: have the end date of the earlier stay filled in; until then both count as occupied
*/
select placement_id, previous_placement_id, start_date, previous_end_date
from fct_placement
where stay_number > 1
    and place_id <> previous_place_id
    and (previous_end_date is null or previous_end_date > start_date)
