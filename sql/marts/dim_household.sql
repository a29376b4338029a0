/* model
name: dim_household
about: "Households that any export names, under their pseudonym and without identifiers. Size is the number of registered persons, else the largest number that a stay, referral or request gives."
grain: one row per household
key: [household_id]
columns:
  - {name: household_id, type: uuid, about: pseudonym}
  - {name: person_count, type: integer, unit: persons, missing: no export says}
  - {name: registered_date, type: date, about: first registration of a member, missing: not registered}
  - {name: first_referred_date, type: date, missing: not referred by Fedasil}
  - {name: first_start_date, type: date, about: first night in a place, missing: never placed}
  - {name: is_vulnerable, type: boolean, about: said so in a referral or a request}
checks:
  - {unique: [household_id]}
*/
with mentions as (

    select household_id, 1 as registered_count, 0 as stated_count, registered_date,
        cast(null as date) as referred_date, cast(null as date) as start_date, false as is_vulnerable
    from fct_person

    union all

    select household_id, 0, person_count, cast(null as date), referred_date, cast(null as date), coalesce(is_vulnerable, false)
    from stg_fedasil__referrals
    where household_id is not null

    union all

    select household_id, 0, person_count, cast(null as date), cast(null as date), start_date, false
    from fct_placement

    union all

    select household_id, 0, coalesce(person_count, 0), cast(null as date), cast(null as date), cast(null as date), coalesce(is_vulnerable, false)
    from stg_housing_tool__rehousing_requests

),

households as (

    select
        household_id,
        sum(registered_count) as registered_count,
        max(stated_count) as stated_count,
        min(registered_date) as registered_date,
        min(referred_date) as first_referred_date,
        min(start_date) as first_start_date,
        bool_or(is_vulnerable) as is_vulnerable
    from mentions
    group by household_id

)

select
    household_id,
    cast(coalesce(nullif(registered_count, 0), nullif(stated_count, 0)) as integer) as person_count,
    registered_date,
    first_referred_date,
    first_start_date,
    is_vulnerable
from households
