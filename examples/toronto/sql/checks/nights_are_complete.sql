/* check
name: nights_are_complete
about_nl: Elke nacht tussen de eerste en de laatste heeft rijen
about_en: Every night between the first and the last has rows
severity: warn
owner: data steward
fix: ask the supplier for the nights that are missing
*/
with nights as (

    select distinct occupancy_date
    from fct_shelter_night

),

gaps as (

    select
        occupancy_date,
        lead(occupancy_date) over (order by occupancy_date) as following_date
    from nights

)

select
    occupancy_date,
    following_date
from gaps
where date_diff('day', occupancy_date, following_date) > 1
