/* model
name: fct_place
about: Places of each list, from its day until the next one
grain: one row per place and list
key: [place_id, from_date]
columns:
  - {name: place_id, type: varchar}
  - {name: capacity_count, type: bigint}
  - {name: from_date, type: date}
  - {name: until_date, type: date, missing: the last list}
*/
with lists as (

    select
        _load_id,
        _known_at as from_date,
        lead(_known_at) over (order by _known_at, _sequence) as until_date
    from raw.tool__places__deliveries

)

select
    places.place_id,
    places.capacity_count,
    lists.from_date,
    lists.until_date
from raw.tool__places__history as places
join lists on places._load_id = lists._load_id
