/* model
name: fct_rehousing_request
about: "Requests of households for another place. Met on the first night of the household's next stay, or on the day it was closed as rehoused when that is earlier, unless it was withdrawn or the household left before; what is open is observed until stays and requests were last delivered (censored)."
grain: one row per request
key: [request_id]
columns:
  - {name: request_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: placement_id, type: varchar, about: stay that the household wants to leave, missing: not linked and no stay on that day}
  - {name: person_count, type: integer, unit: persons, missing: not filled in}
  - {name: requested_date, type: date}
  - {name: reason_code, type: varchar, missing: no reason recorded}
  - {name: is_vulnerable, type: boolean}
  - {name: refusal_count, type: integer, unit: refusals}
  - {name: outcome_code, type: varchar, about: "rehoused once it is met, whatever the record still says; else as recorded"}
  - {name: next_placement_id, type: varchar, about: stay that met the request, missing: not met or not linked}
  - {name: met_date, type: date, missing: not met}
  - {name: ended_date, type: date, about: "met, withdrawn or left", missing: still open}
  - {name: is_met, type: boolean}
  - {name: observed_days, type: integer, unit: days, about: "from request to the day it was met, ended or last known"}
  - {name: known_days, type: integer, unit: days, about: from request to the last day that stays and requests are told of}
  - {name: is_hard, type: boolean, about: "vulnerable, {large_household_persons} persons or more, {hard_refusals} refusals or more, or more than {rehousing_wait_days} days without a new place"}
  - {name: nis_code, type: varchar, about: "of the place that the household wants to leave, on the first night there", missing: stay or place not known}
  - {name: province_code, type: varchar, missing: stay or place not known}
  - {name: is_centre_city, type: boolean, missing: stay or place not known}
  - {name: category_code, type: varchar, missing: stay or place not known}
  - {name: place_type_code, type: varchar, missing: stay or place not known}
checks:
  - {unique: [request_id]}
  - {not_null: [request_id, household_id, requested_date, is_met, outcome_code]}
  - {accepted: {column: outcome_code, values: [rehoused, withdrawn, left, open]}}
*/
with requests as (

    select * from stg_housing_tool__rehousing_requests

),

told as (

    -- a household may have moved since its stays were last delivered
    select least(stays.told_until_date, requests.told_until_date) as until_date
    from stg_housing_tool__placements_told as stays
    cross join stg_housing_tool__rehousing_requests_told as requests

),

candidates as (

    -- stays that begin after the request, and the one the household was in on that day
    select
        requests.request_id,
        min(stays.placement_id) filter (where stays.start_date < requests.requested_date) as current_placement_id,
        min_by(stays.placement_id, stays.stay_number) filter (where stays.start_date >= requests.requested_date) as next_placement_id,
        min(stays.start_date) filter (where stays.start_date >= requests.requested_date) as next_start_date
    from requests
    join fct_placement as stays on requests.household_id = stays.household_id
    cross join told
    where stays.placement_id is distinct from requests.placement_id
        and stays.start_date <= told.until_date
        and (stays.start_date >= requests.requested_date or stays.end_date is null or stays.end_date > requests.requested_date)
    group by requests.request_id

),

resolved as (

    select
        requests.*,
        told.until_date,
        candidates.current_placement_id,
        candidates.next_placement_id,
        case
            when requests.outcome_code in ('withdrawn', 'left') and candidates.next_start_date > requests.closed_date then null
            when requests.outcome_code = 'rehoused'
                then least(coalesce(requests.closed_date, candidates.next_start_date), coalesce(candidates.next_start_date, requests.closed_date))
            else candidates.next_start_date
        end as met_date
    from requests
    cross join told
    left join candidates on requests.request_id = candidates.request_id

),

observed as (

    select
        *,
        coalesce(met_date, case when outcome_code <> 'open' then closed_date end) as ended_date,
        date_diff('day', requested_date, coalesce(met_date, case when outcome_code <> 'open' then closed_date end, until_date)) as observed_days
    from resolved

)

select
    observed.request_id,
    observed.household_id,
    coalesce(observed.placement_id, observed.current_placement_id) as placement_id,
    observed.person_count,
    observed.requested_date,
    observed.reason_code,
    coalesce(observed.is_vulnerable, false) as is_vulnerable,
    coalesce(observed.refusal_count, 0) as refusal_count,
    -- a stay that began is an outcome before the request itself is closed in the tool
    case when observed.met_date is not null then 'rehoused' else observed.outcome_code end as outcome_code,
    case when observed.met_date is not null then observed.next_placement_id end as next_placement_id,
    observed.met_date,
    observed.ended_date,
    observed.met_date is not null as is_met,
    cast(greatest(observed.observed_days, 0) as integer) as observed_days,
    cast(greatest(date_diff('day', observed.requested_date, observed.until_date), 0) as integer) as known_days,
    coalesce(observed.is_vulnerable, false) or coalesce(observed.person_count, 0) >= {large_household_persons}
    or coalesce(observed.refusal_count, 0) >= {hard_refusals} or observed.observed_days > {rehousing_wait_days} as is_hard,
    stays.nis_code,
    stays.province_code,
    stays.is_centre_city,
    stays.category_code,
    stays.place_type_code
from observed
left join fct_placement as stays on coalesce(observed.placement_id, observed.current_placement_id) = stays.placement_id
