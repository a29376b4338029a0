/* check
name: displaced_per_1000_plausible
about_nl: Geen gemeente heeft meer dan 25 personen in opvang per 1.000 inwoners op de kennisdatum.
about_en: No municipality has more than 25 persons in a place per 1,000 inhabitants on the knowledge date.
severity: warn
owner: datasteward
fix: look whether stays of a large place were given to the wrong municipality
fix_nl: ga na of verblijven in een grote opvangplaats bij de verkeerde gemeente staan
*/
with current_rows as (

    select capacity.*
    from fct_capacity as capacity
    cross join ref.knowledge as known
    where capacity.valid_from_date <= known.known_at
        and (capacity.valid_until_date is null or capacity.valid_until_date > known.known_at)
        and capacity.row_code in ('stay', 'population')
        and capacity.nis_code is not null

)

select nis_code, sum(occupied_count) as occupied_count, sum(population_count) as population_count
from current_rows
group by nis_code
having sum(occupied_count) * 1000 > sum(population_count) * 25
