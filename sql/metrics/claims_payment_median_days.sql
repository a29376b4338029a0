/* metric
name: claims_payment_median_days
title_nl: Mediane betalingstermijn van dossiers
title_en: Median time to payment of claims
about_nl: "Mediaan van de dagen van indiening tot betaling, voor dossiers die in de periode betaald werden."
about_en: "Median of days from submission to payment, for claims paid in the period."
unit: days
decimals: 1
kind: flow
better: down
min_n: 10
protects: organisation
relation: fct_claim
time: paid_date
over_time: none
over_place: none
over_groups: none
empty: none
values: payment_days
quantile: 0.5
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
sources: [subsidy/claims]
*/
with ranked as (

    select
        dim_1,
        dim_2,
        dim_3,
        kbo_number as protected_id,
        payment_days as waited_days,
        row_number() over (partition by dim_1, dim_2, dim_3 order by payment_days, claim_id, period_month) as rank_number,
        count(*) over (partition by dim_1, dim_2, dim_3) as waited_count
    from scope

),

placed as (

    -- type 7: the value at rank 1 + (n - 1) * 0.5, between its two neighbours
    select
        *,
        cast(floor(cast((waited_count - 1) * 5 as double) / 10) as bigint) + 1 as lower_rank,
        cast(mod((waited_count - 1) * 5, 10) as double) / 10 as upper_weight
    from ranked

)

select
    dim_1,
    dim_2,
    dim_3,
    cast(max(waited_days) filter (where rank_number = lower_rank) as double) * (1 - max(upper_weight))
    + cast(max(waited_days) filter (where rank_number = least(lower_rank + 1, waited_count)) as double)
    * max(upper_weight) as value,
    count(distinct protected_id) as n
from placed
group by dim_1, dim_2, dim_3
