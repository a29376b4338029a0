/* model
name: fct_rehousing
about: "Moves of households between two places: the new stay meets a request, or begins at most {rehousing_gap_days} days after the day of leaving the place before, which may be before it when stays overlap. A move to a rented home is none."
grain: one row per stay that a household moved to
key: [placement_id]
columns:
  - {name: placement_id, type: varchar, about: stay that the household moved to}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: moved_date, type: date, about: first night in the new place}
  - {name: person_count, type: integer, unit: persons}
  - {name: is_requested, type: boolean, about: meets a request}
  - {name: is_direct, type: boolean, about: "at most {rehousing_gap_days} days after leaving"}
  - {name: gap_days, type: integer, unit: days, about: "negative when the stays overlap", missing: the stay before has no end}
  - {name: reason_code, type: varchar, about: of the earliest request that it meets, missing: no request or no reason recorded}
  - {name: from_place_id, type: varchar}
  - {name: from_place_type_code, type: varchar, about: of the place left on the day of the move, missing: place not known or not filled in}
  - {name: from_nis_code, type: varchar, missing: place not known}
  - {name: from_province_code, type: varchar, missing: place not known}
  - {name: place_type_code, type: varchar, about: of the new place, missing: place not known}
  - {name: category_code, type: varchar, about: of the new place, missing: place not known}
  - {name: nis_code, type: varchar, about: of the new place, missing: place not known}
  - {name: province_code, type: varchar, missing: place not known}
  - {name: is_centre_city, type: boolean, missing: place not known}
checks:
  - {unique: [placement_id]}
  - {not_null: [placement_id, household_id, moved_date, person_count]}
*/
with stays as (

    select * from fct_placement

),

ranked_requests as (

    -- one stay may meet several requests: the earliest gives the reason
    select
        next_placement_id,
        reason_code,
        row_number() over (partition by next_placement_id order by requested_date, request_id) as request_rank
    from fct_rehousing_request
    where next_placement_id is not null

),

met_requests as (

    select next_placement_id, reason_code
    from ranked_requests
    where request_rank = 1

),

moves as (

    select
        stays.*,
        met_requests.reason_code,
        met_requests.next_placement_id is not null as is_requested,
        coalesce(stays.gap_days <= {rehousing_gap_days}, false) as is_direct
    from stays
    left join met_requests on stays.placement_id = met_requests.next_placement_id
    where stays.stay_number > 1
        and stays.place_id <> stays.previous_place_id

)

select
    moves.placement_id,
    moves.household_id,
    moves.start_date as moved_date,
    moves.person_count,
    moves.is_requested,
    moves.is_direct,
    moves.gap_days,
    moves.reason_code,
    moves.previous_place_id as from_place_id,
    located.place_type_code as from_place_type_code,
    located.nis_code as from_nis_code,
    located.province_code as from_province_code,
    moves.place_type_code,
    moves.category_code,
    moves.nis_code,
    moves.province_code,
    moves.is_centre_city
from moves
left join int_place__municipality as located
    on moves.previous_place_id = located.place_id
    and moves.start_date >= located.from_date
    and moves.start_date < located.until_date
where moves.is_requested or moves.is_direct
