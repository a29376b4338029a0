/* model
name: fct_referral
about: "Referrals by Fedasil, with the first night of the household in a place on or after that day."
grain: one row per referral
key: [referral_id]
columns:
  - {name: referral_id, type: varchar}
  - {name: household_id, type: uuid, about: pseudonym, missing: no file number given}
  - {name: referred_date, type: date}
  - {name: person_count, type: integer, unit: persons}
  - {name: has_housing_need, type: boolean, missing: not stated}
  - {name: is_vulnerable, type: boolean, missing: not filled in}
  - {name: region_code, type: varchar, about: unassigned when the export leaves it empty}
  - {name: nis_code, type: varchar, missing: outside Flanders or not assigned}
  - {name: province_code, type: varchar, missing: outside Flanders or not assigned}
  - {name: is_centre_city, type: boolean, missing: outside Flanders or not assigned}
  - {name: placed_date, type: date, missing: no stay since}
  - {name: placed_days, type: integer, unit: days, missing: no stay since}
  - {name: observed_days, type: integer, unit: days, about: "from referral to the first night, or to the last day that stays are told of"}
  - {name: known_days, type: integer, unit: days, about: from referral to the last day that stays are told of}
checks:
  - {unique: [referral_id]}
  - {not_null: [referral_id, referred_date, person_count, region_code]}
*/
with referrals as (

    select * from stg_fedasil__referrals

),

stays as (

    select household_id, start_date from fct_placement

),

municipalities as (

    select * from dim_municipality

),

placed as (

    select referrals.referral_id, min(stays.start_date) as placed_date
    from referrals
    join stays
        on referrals.household_id = stays.household_id
        and stays.start_date >= referrals.referred_date
    cross join stg_housing_tool__placements_told as told
    where stays.start_date <= told.told_until_date
    group by referrals.referral_id

)

select
    referrals.referral_id,
    referrals.household_id,
    referrals.referred_date,
    referrals.person_count,
    referrals.has_housing_need,
    referrals.is_vulnerable,
    coalesce(referrals.region_code, case when municipalities.nis_code is not null then 'flanders' else 'unassigned' end) as region_code,
    referrals.nis_code,
    municipalities.province_code,
    municipalities.is_centre_city,
    placed.placed_date,
    cast(date_diff('day', referrals.referred_date, placed.placed_date) as integer) as placed_days,
    cast(greatest(date_diff('day', referrals.referred_date, coalesce(placed.placed_date, told.told_until_date)), 0) as integer) as observed_days,
    cast(date_diff('day', referrals.referred_date, told.told_until_date) as integer) as known_days
from referrals
cross join stg_housing_tool__placements_told as told
left join placed on referrals.referral_id = placed.referral_id
left join municipalities on referrals.nis_code = municipalities.nis_code
