/* model
name: int_subsidy__place
about: "The places whose stays count for a claim, with the days on which they do: for nights those of the month on which the place was collective, for all else the day whose state counts."
grain: "one row per claimed scheme, municipality and month, municipality code of places, place, and category and type of it in a row"
key: [request_number, place_id, counted_from_date]
materialized: view
columns:
  - {name: request_number, type: integer, about: of int_subsidy__request}
  - {name: basis_code, type: varchar, about: what the rules of the month count}
  - {name: reference_date, type: date, about: day whose state counts}
  - {name: correctable_until_date, type: date, about: "stays count as they were known on this day", missing: as last known}
  - {name: place_id, type: varchar}
  - {name: place_type_code, type: varchar, about: "for nights, else all"}
  - {name: counted_from_date, type: date, about: first day that counts}
  - {name: counted_until_date, type: date, about: first day after it that does not}
*/
with wanted as (

    select
        request_number, basis_code, reference_date, correctable_until_date, place_nis_code,
        case when basis_code = 'nights' then period_month else reference_date end as counted_from_date,
        cast(case when basis_code = 'nights' then period_month + interval '1' month else reference_date + interval '1' day end as date) as counted_until_date
    from int_subsidy__area

)

-- that stood in the municipality on the day whose state counts. Twice, not once for both: nights
-- then begin with the collective places, which are few.
select
    wanted.request_number, wanted.basis_code, wanted.reference_date, wanted.correctable_until_date,
    standing.place_id, 'all' as place_type_code, wanted.counted_from_date, wanted.counted_until_date
from wanted
join int_place__municipality as standing
    on wanted.place_nis_code = standing.nis_code
    and wanted.reference_date >= standing.from_date
    and wanted.reference_date < standing.until_date
where wanted.basis_code in ('persons', 'persons_limited')
    or (wanted.basis_code = 'filled_fives' and standing.category_code = 'private')

union all

-- a night counts by what the place was on it
select
    wanted.request_number, wanted.basis_code, wanted.reference_date, wanted.correctable_until_date,
    standing.place_id, coalesce(nightly.place_type_code, 'unknown'),
    greatest(wanted.counted_from_date, nightly.from_date), least(wanted.counted_until_date, nightly.until_date)
from wanted
join int_place__municipality as standing
    on wanted.place_nis_code = standing.nis_code
    and wanted.reference_date >= standing.from_date
    and wanted.reference_date < standing.until_date
join int_place__municipality as nightly
    on standing.place_id = nightly.place_id
    and wanted.counted_from_date < nightly.until_date
    and wanted.counted_until_date > nightly.from_date
where wanted.basis_code = 'nights' and nightly.category_code = 'collective'
