/* check
name: revisions_end_at_what_is_known
about_nl: De laatste stand van elke herziene maand is gelijk aan het cijfer van vandaag.
about_en: The last state of every restated month equals the figure of today.
severity: block
owner: datasteward
fix: "compare fct_revision with fct_attestation, fct_placement and fct_claim for that month: one of the models is wrong"
fix_nl: "vergelijk fct_revision voor die maand met fct_attestation, fct_placement en fct_claim: één van de modellen klopt niet"
*/
with revised as (

    select figure_code, reference_month, max_by(figure_amount, known_month) as figure_amount
    from fct_revision
    group by figure_code, reference_month

),

today as (

    select 'inflow_persons' as figure_code, attested_month as reference_month, sum(cast(person_count as decimal(18,2))) as figure_amount
    from fct_attestation
    group by attested_month

    union all

    select 'placements_started', cast(date_trunc('month', start_date) as date), cast(count(*) as decimal(18,2))
    from fct_placement
    group by cast(date_trunc('month', start_date) as date)

    union all

    select 'claims_amount_eur', period_month, sum(claimed_eur)
    from fct_claim
    group by period_month

)

select
    coalesce(revised.figure_code, today.figure_code) as figure_code,
    coalesce(revised.reference_month, today.reference_month) as reference_month,
    revised.figure_amount as revised_amount,
    today.figure_amount as today_amount
from revised
full outer join today
    on revised.figure_code = today.figure_code
    and revised.reference_month = today.reference_month
where coalesce(revised.figure_amount, 0) <> coalesce(today.figure_amount, 0)
