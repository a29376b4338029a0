/* model
name: fct_placement
about: "Stays of households in places, with what is known of the place and of the stay before. The day of leaving is not a night."
grain: one row per stay of a household in a place
key: [placement_id]
columns:
  - {name: placement_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: place_id, type: varchar}
  - {name: is_place_known, type: boolean, about: the place was in a list}
  - {name: person_count, type: integer, unit: persons}
  - {name: start_date, type: date, about: first night}
  - {name: end_date, type: date, about: day of leaving, missing: the stay lasts}
  - {name: stay_days, type: integer, unit: days, missing: the stay lasts}
  - {name: end_reason_code, type: varchar, missing: the stay lasts or no reason given}
  - {name: stay_number, type: integer, about: 1 for the first stay of the household}
  - {name: previous_placement_id, type: varchar, about: stay of the household that began before this one, missing: first stay}
  - {name: previous_place_id, type: varchar, missing: first stay}
  - {name: previous_end_date, type: date, missing: first stay or it lasts}
  - {name: gap_days, type: integer, unit: days, about: "from leaving to this start, negative when they overlap", missing: first stay or the one before lasts}
  - {name: nis_code, type: varchar, about: of the place on the first night, missing: place is not known}
  - {name: province_code, type: varchar, missing: place is not known}
  - {name: is_centre_city, type: boolean, missing: place is not known}
  - {name: category_code, type: varchar, about: of the place on the first night, missing: place is not known}
  - {name: place_type_code, type: varchar, about: of the place on the first night, missing: place is not known or not filled in}
checks:
  - {unique: [placement_id]}
  - {not_null: [placement_id, household_id, place_id, person_count, start_date]}
  - {references: {column: place_id, relation: dim_place, to: place_id}, severity: warn, owner: beheer van de huisvestingstool, fix: "ask why the place is missing from the lists", fix_nl: "vraag na waarom de opvangplaats niet in de lijsten staat"}
  - {range: {column: stay_days, min: 0}, owner: beheer van de huisvestingstool, fix: correct the start or end date in the housing tool, fix_nl: verbeter de start- of einddatum in de huisvestingstool}
*/
with placements as (

    select * from stg_housing_tool__placements

),

ordered as (

    -- the tool's own link to the stay before is often left empty, so the order of starts decides
    select
        *,
        row_number() over (partition by household_id order by start_date, placement_id) as stay_number,
        lag(placement_id) over (partition by household_id order by start_date, placement_id) as lag_placement_id,
        lag(place_id) over (partition by household_id order by start_date, placement_id) as previous_place_id,
        lag(end_date) over (partition by household_id order by start_date, placement_id) as previous_end_date
    from placements

)

select
    ordered.placement_id,
    ordered.household_id,
    ordered.place_id,
    located.place_id is not null as is_place_known,
    ordered.person_count,
    ordered.start_date,
    ordered.end_date,
    cast(date_diff('day', ordered.start_date, ordered.end_date) as integer) as stay_days,
    ordered.end_reason_code,
    cast(ordered.stay_number as integer) as stay_number,
    ordered.lag_placement_id as previous_placement_id,
    ordered.previous_place_id,
    ordered.previous_end_date,
    cast(date_diff('day', ordered.previous_end_date, ordered.start_date) as integer) as gap_days,
    located.nis_code,
    located.province_code,
    located.is_centre_city,
    located.category_code,
    located.place_type_code
from ordered
left join int_place__municipality as located
    on ordered.place_id = located.place_id
    and ordered.start_date >= located.from_date
    and ordered.start_date < located.until_date
