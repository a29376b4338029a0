/* check
name: staff_missing_from_last_list
about_nl: "Wie het voorbije jaar in een personeelslijst stond, staat met al zijn periodes ook in de laatste: wie vertrekt of van team verandert, krijgt een einddatum en blijft in de lijst."
about_en: "Whoever stood in a staff list of the last year stands in the last one with all of their periods: those who leave or change team get an end date, and stay in the list."
severity: warn
owner: Vlaamse overheid, personeelsdienst
fix: "ask for the whole list: who is missing from it does not count in the months before either; a rejected row is missing too: see peil rejects staff/fte"
fix_nl: "vraag de volledige lijst op: wie erin ontbreekt, telt ook in de maanden ervoor niet meer mee; ook een geweigerde rij ontbreekt: bekijk peil rejects staff/fte"
*/
with told as (

    select
        staff_id,
        _known_at as list_date,
        dense_rank() over (order by _known_at desc, _sequence desc) as newest_rank
    from raw.staff__fte__history

),

lists as (

    select
        newest_rank,
        list_date,
        staff_id,
        count(*) as row_count
    from told
    group by newest_rank, list_date, staff_id

),

latest as (

    select staff_id, row_count
    from lists
    where newest_rank = 1

),

-- twelve monthly lists: a row that was entered twice and taken out is told for a year
before as (

    select
        staff_id,
        max(list_date) as last_list_date,
        max(row_count) as row_count
    from lists
    where newest_rank between 2 and 13
    group by staff_id

)

select
    before.staff_id,
    before.last_list_date,
    before.row_count as before_count,
    coalesce(latest.row_count, 0) as row_count
from before
left join latest on before.staff_id = latest.staff_id
where coalesce(latest.row_count, 0) < before.row_count
