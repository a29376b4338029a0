/* check
name: places_missing_from_one_list
about_nl: "Geen enkele opvangplaats ontbreekt in één lijst en staat in de volgende opnieuw: ze telt intussen als weggevallen en daarna als nieuw."
about_en: "No place is missing from one list and back in the next: in between it counts as withdrawn, and after that as new."
severity: warn
owner: datasteward
fix: "ask who keeps the list whether the place was closed for a while; a rejected row of which the id cannot be read is not in the list either: see peil rejects housing_tool/places"
fix_nl: "vraag de beheerder van de lijst of de opvangplaats tijdelijk gesloten was; ook een geweigerde rij waarvan het nummer niet leesbaar is, staat niet in de lijst: bekijk peil rejects housing_tool/places"
*/
with lists as (

    select
        snapshot_date,
        lead(snapshot_date) over (order by snapshot_date) as next_list_date
    from int_place__list

),

states as (

    select
        place_id,
        is_vanished,
        valid_until_date as missing_date,
        registered_count,
        lead(is_relisted) over (partition by place_id order by run_number) as is_back,
        lead(valid_from_date) over (partition by place_id order by run_number) as back_date
    from fct_place_change

)

select
    states.place_id,
    states.missing_date,
    states.back_date,
    states.registered_count
from states
join lists on states.missing_date = lists.snapshot_date
where states.is_vanished
    and states.is_back
    and states.back_date <= lists.next_list_date
