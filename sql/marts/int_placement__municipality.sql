/* model
name: int_placement__municipality
about: "Stays with the municipality, category and type of their place day by day: a stay that lasts while its place gets others goes on under those."
grain: "one row per stay, and municipality code, category and type of its place in a row"
key: [placement_id, valid_from_date]
materialized: view
warning: "stock: take one day, do not sum over time; a stay may have more than one row"
columns:
  - {name: placement_id, type: varchar}
  - {name: valid_from_date, type: date}
  - {name: valid_until_date, type: date, about: first day on which it no longer holds, missing: the stay lasts}
  - {name: place_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: nis_code, type: varchar, missing: place is not known}
  - {name: province_code, type: varchar, missing: place is not known}
  - {name: is_centre_city, type: boolean, missing: place is not known}
  - {name: category_code, type: varchar, missing: place is not known}
  - {name: place_type_code, type: varchar, missing: place is not known or not filled in}
  - {name: person_count, type: integer, unit: persons}
checks:
  - {unique: [placement_id, valid_from_date]}
  - {not_null: [placement_id, valid_from_date, household_id, person_count]}
*/
select
    placements.placement_id,
    greatest(placements.start_date, coalesce(located.from_date, placements.start_date)) as valid_from_date,
    least(
        coalesce(placements.end_date, nullif(located.until_date, date '9999-12-31')),
        coalesce(nullif(located.until_date, date '9999-12-31'), placements.end_date)
    ) as valid_until_date,
    placements.place_id,
    placements.household_id,
    coalesce(located.nis_code, placements.nis_code) as nis_code,
    coalesce(located.province_code, placements.province_code) as province_code,
    coalesce(located.is_centre_city, placements.is_centre_city) as is_centre_city,
    coalesce(located.category_code, placements.category_code) as category_code,
    case when located.place_id is null then placements.place_type_code else located.place_type_code end as place_type_code,
    placements.person_count
from fct_placement as placements
left join int_place__municipality as located
    on placements.place_id = located.place_id
    -- one comparison, so that the engine joins by hash: an "or" would hold each stay against every place
    and coalesce(placements.end_date, date '9999-12-31') > located.from_date
    and placements.start_date < located.until_date
