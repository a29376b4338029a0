/* check
name: persons_within_attestations
about_nl: "Tot het einde van elke maand zijn er hoogstens 10 % meer geregistreerde personen dan attesten in Vlaanderen, en na een half jaar minstens 40 % ervan."
about_en: "Up to the end of each month there are at most 10% more registered persons than attestations in Flanders, and after half a year at least 40% of them."
severity: warn
owner: datasteward
fix: "see whether a month of attestations or of registrations is missing or came twice"
fix_nl: "ga na of er een maand met attesten of registraties ontbreekt of dubbel geleverd is"
*/
with attested as (

    select attested_month, sum(person_count) as month_count
    from fct_attestation
    where region_code = 'flanders'
    group by attested_month

),

registered as (

    select cast(date_trunc('month', registered_date) as date) as registered_month, count(*) as month_count
    from fct_person
    group by cast(date_trunc('month', registered_date) as date)

),

summed as (

    select
        attested.attested_month,
        sum(attested.month_count) over (order by attested.attested_month) as attested_count,
        row_number() over (order by attested.attested_month) as month_number
    from attested

),

compared as (

    select
        summed.attested_month,
        summed.month_number,
        summed.attested_count,
        sum(registered.month_count) as registered_count
    from summed
    join registered on registered.registered_month <= summed.attested_month
    group by summed.attested_month, summed.month_number, summed.attested_count

)

select attested_month, attested_count, registered_count
from compared
where registered_count * 10 > attested_count * 11
    or (month_number > 6 and registered_count * 10 < attested_count * 4)
