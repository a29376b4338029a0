/* check
name: attestation_months_plausible
about_nl: "Geen maand heeft plots meer dan vijf keer zoveel attesten, of minder dan een vijfde, van de mediaan van de zes maanden ervoor en van de maand ervoor."
about_en: "No month has suddenly more than five times as many attestations, or less than a fifth, of the median of the six months before and of the month before."
severity: warn
owner: Dienst Vreemdelingenzaken
fix: "ask whether the numbers of that month are right: persons may be counted more than once, or be missing"
fix_nl: "vraag na of de aantallen van die maand kloppen: misschien zijn personen meermaals geteld, of ontbreken er"
*/
with months as (

    select
        attested_month,
        sum(person_count) as person_count,
        row_number() over (order by attested_month) as month_number
    from fct_attestation
    group by attested_month

),

-- up to six months before each, in the order of their numbers
earlier as (

    select
        months.month_number,
        before.person_count,
        row_number() over (partition by months.month_number order by before.person_count) as place_number,
        count(*) over (partition by months.month_number) as month_count
    from months
    join months as before
        on before.month_number between months.month_number - 6 and months.month_number - 1

),

-- the middle one, or the two in the middle
medians as (

    select
        month_number,
        avg(cast(person_count as double)) as median_count
    from earlier
    where month_count >= 3
        and place_number * 2 between month_count and month_count + 2
    group by month_number

),

judged as (

    select
        months.attested_month,
        months.person_count,
        medians.median_count,
        greatest(medians.median_count, last_month.person_count) as most_count,
        least(medians.median_count, last_month.person_count) as least_count
    from months
    join medians on months.month_number = medians.month_number
    join months as last_month on months.month_number = last_month.month_number + 1

)

-- a hundred more or fewer of few are no mistake
select attested_month, person_count, median_count
from judged
where (person_count - median_count >= 100 and person_count > 5 * most_count)
    or (median_count - person_count >= 100 and 5 * person_count < least_count)
