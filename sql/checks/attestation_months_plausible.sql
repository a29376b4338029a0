/* check
name: attestation_months_plausible
about_nl: "In geen enkele maand zijn er plots meer dan vijf keer zoveel attesten als in de maanden ervoor, of minder dan een vijfde: vergeleken met de mediaan van de drie maanden ervoor en met de laatste daarvan."
about_en: "In no month are there suddenly more than five times as many attestations as in those before it, or less than a fifth: held against the median of the three months before and against the last of these."
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

-- the three months before each, in the order of their numbers: six would hold one
-- against the first months of 2022, when ten times as many came
earlier as (

    select
        months.month_number,
        before.person_count,
        row_number() over (partition by months.month_number order by before.person_count) as place_number,
        count(*) over (partition by months.month_number) as month_count
    from months
    join months as before
        on before.month_number between months.month_number - 3 and months.month_number - 1

),

medians as (

    select month_number, person_count as median_count
    from earlier
    where month_count = 3
        and place_number = 2

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
