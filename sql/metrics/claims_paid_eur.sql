/* metric
name: claims_paid_eur
title_nl: Betaalde subsidies
title_en: Subsidies paid
about_nl: "Goedgekeurd bedrag van betaalde dossiers, naar de dag van betaling. Voor de drempel telt het aantal personen of plaatsen waarop de dossiers betrekking hebben (van nachten minstens één persoon per 31, van elk bestuur de drukste maand)."
about_en: "Approved amount of paid claims, by the day of payment. For the threshold the number of persons or places that the claims are about counts (of nights at least one person for each 31, of each authority its fullest month)."
unit: eur
decimals: 0
kind: flow
better: neutral
protects: person
contributor: kbo_number
relation: fct_claim
time: paid_date
over_time: sum
over_place: sum
over_groups: sum
empty: zero
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  scheme: scheme_code
  claim_status: status_code
sources: [subsidy/claims]
*/
with months as (

    select
        dim_1,
        dim_2,
        dim_3,
        kbo_number,
        period_month,
        sum(paid_eur) as paid_eur,
        sum(protected_count) as protected_count
    from scope
    group by dim_1, dim_2, dim_3, kbo_number, period_month

),

given as (

    -- who claims gets a row, so that it shows whether one of them makes up the sum; who is
    -- there in one month may be there in the next, so the fullest month of each counts
    select
        dim_1,
        dim_2,
        dim_3,
        kbo_number,
        sum(paid_eur) as paid_eur,
        max(protected_count) as protected_count
    from months
    group by dim_1, dim_2, dim_3, kbo_number

),

ranked as (

    select
        *,
        row_number() over (partition by dim_1, dim_2, dim_3 order by paid_eur desc, kbo_number) as size_rank
    from given

)

select
    dim_1,
    dim_2,
    dim_3,
    sum(paid_eur) as value,
    sum(protected_count) as n,
    max(paid_eur) as largest,
    max(paid_eur) filter (where size_rank = 2) as second
from ranked
group by dim_1, dim_2, dim_3
