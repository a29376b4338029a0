/* check
name: households_in_one_place
about_nl: "Een huishouden verblijft niet op twee plaatsen tegelijk, en niet twee keer op dezelfde."
about_en: "A household does not stay in two places at once, nor twice in one."
severity: warn
owner: beheer van de huisvestingstool
fix: "have the end date of the earlier stay filled in; until then both count as occupied"
fix_nl: "laat de einddatum van het vroegere verblijf invullen; tot dan tellen beide plaatsen als bezet"
*/
with ordered as (

    -- an earlier stay may outlast one that lies between
    select
        placement_id,
        place_id,
        start_date,
        -- the stay that ends last of those before it; of the same day the last by its id
        substr(max(cast(coalesce(end_date, date '9999-12-31') as varchar) || placement_id) over (
            partition by household_id
            order by start_date, placement_id rows between unbounded preceding and 1 preceding
        ), 11) as other_placement_id,
        max(coalesce(end_date, date '9999-12-31')) over (
            partition by household_id
            order by start_date, placement_id rows between unbounded preceding and 1 preceding
        ) as occupied_until_date
    from fct_placement

)

select placement_id, place_id, start_date, other_placement_id, occupied_until_date
from ordered
where occupied_until_date > start_date
