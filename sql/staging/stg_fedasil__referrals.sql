/* model
name: stg_fedasil__referrals
materialized: table
about: "All deliveries together; a row that is sent again counts once, as first sent."
grain: one row per referral of a household
key: [referral_id]
columns:
  - {name: referral_id, type: varchar, about: id given by Fedasil}
  - {name: household_id, type: uuid, about: pseudonym, missing: no file number given}
  - {name: referred_date, type: date}
  - {name: person_count, type: integer, unit: persons}
  - {name: has_housing_need, type: boolean, missing: not stated}
  - {name: region_code, type: varchar, missing: not assigned}
  - {name: nis_code, type: varchar, about: municipality of that day, missing: municipality not known or outside Flanders}
  - {name: is_vulnerable, type: boolean, missing: not filled in}
checks:
  - {not_null: [referral_id, referred_date, person_count]}
  - {unique: [referral_id]}
*/
with all_referrals as (

    select * from raw.fedasil__referrals

)

select
    cast(referral_id as varchar) as referral_id,
    cast(household_id as uuid) as household_id,
    cast(referred_date as date) as referred_date,
    cast(person_count as integer) as person_count,
    cast(has_housing_need as boolean) as has_housing_need,
    cast(region_code as varchar) as region_code,
    cast(nis_code as varchar) as nis_code,
    cast(is_vulnerable as boolean) as is_vulnerable
from all_referrals
