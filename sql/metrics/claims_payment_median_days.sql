/* metric
name: claims_payment_median_days
title_nl: Mediane betalingstermijn van dossiers
title_en: Median time to payment of claims
about_nl: "Mediaan van de dagen van indiening tot betaling, voor dossiers die in de periode betaald werden."
about_en: "Median of days from submission to payment, for claims paid in the period."
unit: days
decimals: 0
kind: flow
better: down
range: [0]
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
with sizes as (

    select dim_1, dim_2, dim_3, count(distinct kbo_number) as n
    from scope
    group by dim_1, dim_2, dim_3

)

select
    quantiles.dim_1,
    quantiles.dim_2,
    quantiles.dim_3,
    quantiles.value,
    sizes.n
from quantiles
join sizes
    on quantiles.dim_1 is not distinct from sizes.dim_1
    and quantiles.dim_2 is not distinct from sizes.dim_2
    and quantiles.dim_3 is not distinct from sizes.dim_3
