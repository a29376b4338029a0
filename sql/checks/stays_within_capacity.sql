/* check
name: stays_within_capacity
about_nl: Op de kennisdatum verblijven in geen enkele plaats meer personen dan haar capaciteit.
about_en: On the knowledge date no place holds more persons than its capacity.
severity: warn
owner: beheer van de huisvestingstool
fix: have capacity or end dates of the place corrected
fix_nl: laat de capaciteit van de plaats of de einddata van de verblijven verbeteren
*/
with current_rows as (

    select capacity.*
    from fct_capacity as capacity
    cross join ref.knowledge as known
    where capacity.valid_from_date <= known.known_at
        and (capacity.valid_until_date is null or capacity.valid_until_date > known.known_at)
        and capacity.row_code in ('place', 'stay')
        and capacity.place_id is not null

),

places as (

    select place_id, sum(registered_count) as registered_count, sum(occupied_count) as occupied_count
    from current_rows
    group by place_id

)

select place_id, registered_count, occupied_count
from places
where occupied_count > registered_count
