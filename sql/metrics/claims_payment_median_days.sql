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
with counted as (

    select
        dim_1,
        dim_2,
        dim_3,
        payment_days as waited_days,
        count(*) as same_count
    from scope
    group by dim_1, dim_2, dim_3, payment_days

),

ranked as (

    -- rows that waited as long stand next to each other: the rank of the last one tells where
    select
        *,
        cast(sum(same_count) over (partition by dim_1, dim_2, dim_3 order by waited_days) as bigint) as last_rank,
        cast(sum(same_count) over (partition by dim_1, dim_2, dim_3) as bigint) as waited_count
    from counted

),

placed as (

    -- type 7: the value at rank 1 + (n - 1) * 0.5, between its two neighbours
    select
        *,
        cast(floor(cast((waited_count - 1) * 5 as double) / 10) as bigint) + 1 as lower_rank,
        cast(mod((waited_count - 1) * 5, 10) as double) / 10 as upper_weight
    from ranked

),

quantiles as (

    select
        dim_1,
        dim_2,
        dim_3,
        cast(min(waited_days) filter (where last_rank >= lower_rank) as double) * (1 - max(upper_weight))
        + cast(min(waited_days) filter (where last_rank >= least(lower_rank + 1, waited_count)) as double)
        * max(upper_weight) as value
    from placed
    group by dim_1, dim_2, dim_3

),

sizes as (

    select dim_1, dim_2, dim_3, count(distinct kbo_number) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    sizes.dim_1,
    sizes.dim_2,
    sizes.dim_3,
    quantiles.value,
    sizes.n
from sizes
join quantiles
    on sizes.dim_1 is not distinct from quantiles.dim_1
    and sizes.dim_2 is not distinct from quantiles.dim_2
    and sizes.dim_3 is not distinct from quantiles.dim_3
