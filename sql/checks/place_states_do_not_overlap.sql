/* check
name: place_states_do_not_overlap
about_nl: Een opvangplaats heeft op elke dag hoogstens één toestand.
about_en: A place has at most one state on any day.
severity: block
owner: datasteward
fix: "look at the lists of the place in stg_housing_tool__places_history: two of them are dated wrongly"
fix_nl: "bekijk de lijsten met die opvangplaats in stg_housing_tool__places_history: twee ervan hebben een verkeerde datum"
*/
with changes as (

    select
        place_id,
        run_number,
        valid_from_date,
        valid_until_date,
        lead(valid_from_date) over (partition by place_id order by run_number) as next_from_date
    from fct_place_change

)

select place_id, run_number, valid_from_date, valid_until_date, next_from_date
from changes
where valid_until_date < valid_from_date
    or valid_until_date > next_from_date
    or (valid_until_date is null and next_from_date is not null)
