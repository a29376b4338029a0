/* model
name: int_place__municipality
about: "The municipality code, category and type of each place day by day: a place keeps those of each list, so that a merger or another category does not change what was counted before it."
grain: "one row per place and municipality code, category and type in a row"
key: [place_id, from_date]
columns:
  - {name: place_id, type: varchar}
  - {name: from_date, type: date, about: "first day with them; long ago for the first one, so that a stay from before the first list has them too"}
  - {name: until_date, type: date, about: "first day with the next ones; far ahead for the last one"}
  - {name: nis_code, type: varchar}
  - {name: province_code, type: varchar, missing: code is not in the reference list}
  - {name: is_centre_city, type: boolean, missing: code is not in the reference list}
  - {name: category_code, type: varchar}
  - {name: place_type_code, type: varchar, missing: not filled in}
checks:
  - {unique: [place_id, from_date]}
  - {not_null: [place_id, from_date, until_date, nis_code, category_code]}
*/
with moved as (

    -- joined by number, since an engine carries every column of every row through a window
    select
        changes.place_id,
        changes.nis_code,
        changes.category_code,
        changes.place_type_code,
        case when before.place_id is null then date '1900-01-01' else changes.valid_from_date end as from_date
    from fct_place_change as changes
    left join fct_place_change as before
        on changes.place_id = before.place_id
        and changes.run_number = before.run_number + 1
    where before.place_id is null
        or before.nis_code <> changes.nis_code
        or before.category_code <> changes.category_code
        or before.place_type_code is distinct from changes.place_type_code

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
    municipalities.is_centre_city,
    followed.category_code,
    followed.place_type_code
from followed
left join dim_municipality as municipalities on followed.nis_code = municipalities.nis_code
