/* check
name: occupied_locations_have_stays
about_nl: "Van de locaties die volgens de prospectielijst al meer dan 31 dagen bewoond zijn, heeft hoogstens één op de tien geen enkele plaatsing in de huisvestingstool."
about_en: "Of the locations that the prospection list says to be occupied for more than 31 days, at most one in ten has no stay in the housing tool."
severity: warn
owner: centraal team
fix: "compare the location numbers of both: a place without its location number cannot be recognised"
fix_nl: "vergelijk de locatienummers in beide bronnen: een plaats zonder locatienummer wordt niet herkend"
*/
with housed as (

    select distinct places.location_id
    from dim_place as places
    join fct_placement as stays on places.place_id = stays.place_id
    where places.location_id is not null

),

counted as (

    select count(*) as occupied_count, count(housed.location_id) as housed_count
    from fct_prospection as locations
    cross join ref.knowledge as known
    left join housed on locations.location_id = housed.location_id
    where date_diff('day', locations.occupied_date, known.known_at) > 31

)

select occupied_count, housed_count
from counted
where (occupied_count - housed_count) * 10 > occupied_count
