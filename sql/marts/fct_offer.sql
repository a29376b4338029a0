/* model
name: fct_offer
about: Offers of places to Fedasil.
grain: one row per offer
key: [offer_id]
columns:
  - {name: offer_id, type: varchar}
  - {name: place_id, type: varchar}
  - {name: offered_date, type: date}
  - {name: offered_count, type: integer, unit: persons, about: capacity of the place when the offer does not say}
  - {name: is_authority_consulted, type: boolean, missing: not filled in}
  - {name: is_accepted, type: boolean, missing: not answered yet}
  - {name: is_filled, type: boolean}
  - {name: filled_days, type: integer, unit: days, missing: not filled yet}
  - {name: protected_count, type: integer, about: "what the disclosure threshold is applied to, see fct_capacity"}
  - {name: nis_code, type: varchar, about: of the place on the day of the offer, missing: place not known}
  - {name: province_code, type: varchar, missing: place not known}
  - {name: is_centre_city, type: boolean, missing: place not known}
  - {name: category_code, type: varchar, about: of the place on the day of the offer, missing: place not known}
  - {name: place_type_code, type: varchar, about: of the place on the day of the offer, missing: place not known or not filled in}
checks:
  - {unique: [offer_id]}
  - {not_null: [offer_id, place_id, offered_date, offered_count]}
*/
with offers as (

    select * from stg_housing_tool__offers

),

places as (

    select * from dim_place

)

select
    offers.offer_id,
    offers.place_id,
    offers.offered_date,
    coalesce(offers.offered_count, places.capacity_count, 0) as offered_count,
    offers.is_authority_consulted,
    offers.is_accepted,
    offers.filled_date is not null as is_filled,
    cast(date_diff('day', offers.offered_date, offers.filled_date) as integer) as filled_days,
    case when coalesce(located.category_code, 'private') = 'private' or coalesce(located.place_type_code, 'host_family') = 'host_family'
        then 1 else coalesce(offers.offered_count, places.capacity_count, 0) end as protected_count,
    located.nis_code,
    located.province_code,
    located.is_centre_city,
    located.category_code,
    located.place_type_code
from offers
left join places on offers.place_id = places.place_id
left join int_place__municipality as located
    on offers.place_id = located.place_id
    and offers.offered_date >= located.from_date
    and offers.offered_date < located.until_date
