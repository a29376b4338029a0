/* model
name: fct_revision
about: "What was known of a month at the end of each later month: restated months, late rows and deleted rows move a figure after it was first known. For all of Flanders and beyond, without cuts. Do not add up figures or knowledge months."
grain: "one row per figure, reference month and knowledge month, from the month in which the figure was first known"
key: [figure_code, reference_month, known_month]
columns:
  - {name: figure_code, type: varchar, about: "inflow_persons, placements_started or claims_amount_eur: the metric over the whole month"}
  - {name: reference_month, type: date, about: first day of the month that the figure is about}
  - {name: known_month, type: date, about: first day of the month at whose end it was known}
  - {name: known_date, type: date, about: "last day of that month, or the knowledge date when that is earlier"}
  - {name: figure_amount, type: "decimal(18,2)", about: "persons, placements or euro"}
  - {name: first_amount, type: "decimal(18,2)", about: what was known at the end of the first month}
  - {name: change_amount, type: "decimal(18,2)", about: against the month before, missing: first month in which it was known}
checks:
  - {not_null: [figure_code, reference_month, known_month, known_date, figure_amount, first_amount]}
  - {unique: [figure_code, reference_month, known_month]}
  - {accepted: {column: figure_code, values: [inflow_persons, placements_started, claims_amount_eur]}}
*/
with told as (

    -- a delivery replaces whole months, so that each is one version of the months it holds
    select 'inflow_persons' as figure_code, period_month as reference_month, known_date, delivery_number,
        sum(cast(person_count as decimal(18,2))) as amount
    from stg_immigration__attestations_history
    group by period_month, known_date, delivery_number

    union all

    select 'claims_amount_eur', period_month, known_date, delivery_number, sum(claimed_eur)
    from stg_subsidy__claims_history
    group by period_month, known_date, delivery_number

),

versions as (

    select figure_code, reference_month, amount, known_date,
        lead(known_date) over (partition by figure_code, reference_month order by known_date, delivery_number) as until_date
    from told

    union all

    -- of stays each row is a version, and one that deletes a stay counts for nothing
    select 'placements_started', cast(date_trunc('month', start_date) as date),
        cast(case when is_deleted then 0 else 1 end as decimal(18,2)), known_date,
        lead(known_date) over (partition by placement_id order by known_date, delivery_number, line_number)
    from stg_housing_tool__placements_history

),

steps as (

    -- a version that is replaced within its month leaves no trace at the month's end
    select figure_code, reference_month, cast(date_trunc('month', known_date) as date) as known_month, amount
    from versions

    union all

    select figure_code, reference_month, cast(date_trunc('month', until_date) as date), -amount
    from versions
    where until_date is not null

),

monthly as (

    select figure_code, reference_month, known_month, sum(amount) as step_amount
    from steps
    group by figure_code, reference_month, known_month

),

firsts as (

    select figure_code, reference_month, min(known_month) as first_month
    from monthly
    group by figure_code, reference_month

),

frame as (

    select firsts.figure_code, firsts.reference_month, months.calendar_month as known_month,
        case when months.calendar_date < known.known_at then months.calendar_date else known.known_at end as known_date
    from firsts
    cross join ref.knowledge as known
    join dim_date as months
        on months.is_month_end
        and months.calendar_month >= firsts.first_month
        and months.calendar_month <= known.known_at

),

summed as (

    select frame.figure_code, frame.reference_month, frame.known_month, frame.known_date,
        coalesce(monthly.step_amount, 0) as step_amount,
        sum(coalesce(monthly.step_amount, 0)) over (
            partition by frame.figure_code, frame.reference_month order by frame.known_month
            rows between unbounded preceding and current row
        ) as amount
    from frame
    left join monthly
        on frame.figure_code = monthly.figure_code
        and frame.reference_month = monthly.reference_month
        and frame.known_month = monthly.known_month

)

select
    figure_code,
    reference_month,
    known_month,
    cast(known_date as date) as known_date,
    cast(amount as decimal(18,2)) as figure_amount,
    cast(first_value(amount) over (partition by figure_code, reference_month order by known_month) as decimal(18,2)) as first_amount,
    cast(case
        when lag(known_month) over (partition by figure_code, reference_month order by known_month) is not null then step_amount
    end as decimal(18,2)) as change_amount
from summed
