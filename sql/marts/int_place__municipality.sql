/* model
name: int_place__municipality
about: "The municipality code of each place day by day: a place keeps the code of each list, so that a merger does not change what was counted before it."
grain: one row per place and municipality code in a row
key: [place_id, from_date]
columns:
  - {name: place_id, type: varchar}
  - {name: from_date, type: date, about: "first day with the code; long ago for the first one, so that a stay from before the first list has a code too"}
  - {name: until_date, type: date, about: "first day with the next code; far ahead for the last one"}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
checks:
  - {unique: [place_id, from_date]}
  - {not_null: [place_id, from_date, until_date, nis_code]}
*/
with changes as (

    select
        place_id,
        run_number,
        valid_from_date,
        nis_code,
        lag(nis_code) over (partition by place_id order by run_number) as before_nis_code
    from fct_place_change

),

moved as (

    select
        place_id,
        nis_code,
        case when before_nis_code is null then date '1900-01-01' else valid_from_date end as from_date
    from changes
    where before_nis_code is null or before_nis_code <> nis_code

),

followed as (

    select
        *,
        coalesce(lead(from_date) over (partition by place_id order by from_date), date '9999-12-31') as until_date
    from moved

)

select
    followed.place_id,
    followed.from_date,
    followed.until_date,
    followed.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city
from followed
left join dim_municipality as municipalities on followed.nis_code = municipalities.nis_code
