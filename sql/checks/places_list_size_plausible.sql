/* check
name: places_list_size_plausible
about_nl: "De laatste lijst met opvangplaatsen heeft minstens 80 % en hoogstens 125 % van de rijen van de lijst ervoor."
about_en: "The last list of places has at least 80% and at most 125% of the rows of the list before it."
severity: warn
owner: beheer van de huisvestingstool
fix: "see whether the last list is whole: a place that is not in it counts as gone"
fix_nl: "ga na of de laatste lijst volledig is: een opvangplaats die er niet in staat, telt als weggevallen"
*/
with lists as (

    select
        snapshot_date,
        count(*) as place_count,
        row_number() over (order by snapshot_date desc) as newest_rank,
        lag(count(*)) over (order by snapshot_date) as before_count
    from stg_housing_tool__places_history
    group by snapshot_date

)

select snapshot_date, place_count, before_count
from lists
where newest_rank = 1
    and (place_count * 100 < before_count * 80 or place_count * 100 > before_count * 125)
