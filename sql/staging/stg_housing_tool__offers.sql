/* model
name: stg_housing_tool__offers
about: Each row as last changed on or before the knowledge date.
grain: "one row per offer of places to Fedasil, as last changed"
key: [offer_id]
columns:
  - {name: offer_id, type: varchar, about: id given by the housing tool}
  - {name: place_id, type: varchar, about: id given by the housing tool}
  - {name: offered_date, type: date}
  - {name: offered_count, type: integer, unit: places, missing: not filled in}
  - {name: is_authority_consulted, type: boolean, missing: not filled in}
  - {name: is_accepted, type: boolean, missing: not answered yet}
  - {name: filled_date, type: date, missing: not filled yet}
checks:
  - {not_null: [offer_id, place_id, offered_date]}
  - {unique: [offer_id]}
*/
with live_offers as (

    select * from raw.housing_tool__offers

)

select
    cast(offer_id as varchar) as offer_id,
    cast(place_id as varchar) as place_id,
    cast(offered_date as date) as offered_date,
    cast(offered_count as integer) as offered_count,
    cast(is_authority_consulted as boolean) as is_authority_consulted,
    cast(is_accepted as boolean) as is_accepted,
    cast(filled_date as date) as filled_date
from live_offers
