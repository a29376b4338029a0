/* check
name: stays_in_listed_places
about_nl: "Op geen enkel maandeinde verblijft meer dan 2 % van de personen in een opvangplaats die op die dag in geen lijst staat of gesloten is."
about_en: "At no month end more than 2% of the persons stay in a place that the lists of that day do not have, or have as closed."
severity: warn
owner: beheer van de huisvestingstool
fix: "have the end of the stays filled in, or the places put back in the list: persons are counted where no place is"
fix_nl: "laat het einde van de verblijven invullen, of de plaatsen opnieuw in de lijst zetten: er tellen personen mee waar geen opvangplaats is"
*/
with month_ends as (

    select calendar_date
    from dim_date
    cross join ref.knowledge as known
    where is_month_end and calendar_date <= known.known_at

),

stays as (

    -- the ends of months tell no two days of a month apart, so that days are taken together by month
    select
        cast(date_trunc('month', start_date) as date) as start_month,
        cast(date_trunc('month', end_date) as date) as end_month,
        sum(person_count) as person_count
    from fct_placement
    group by 1, 2

),

present as (

    select month_ends.calendar_date, sum(stays.person_count) as present_count
    from month_ends
    join stays
        on stays.start_month <= month_ends.calendar_date
        and (stays.end_month is null or stays.end_month > month_ends.calendar_date)
    group by month_ends.calendar_date

),

spans as (

    -- the days of a stay on which the list had its place
    select
        cast(date_trunc('month', greatest(stays.start_date, states.valid_from_date)) as date) as from_month,
        cast(date_trunc('month', least(
            coalesce(stays.end_date, date '9999-12-31'),
            coalesce(states.valid_until_date, date '9999-12-31')
        )) as date) as until_month,
        sum(stays.person_count) as person_count
    from fct_placement as stays
    join fct_place_change as states on stays.place_id = states.place_id
    where states.status_code <> 'closed'
    group by 1, 2

),

listed as (

    select month_ends.calendar_date, sum(spans.person_count) as listed_count
    from month_ends
    join spans on spans.from_month <= month_ends.calendar_date and spans.until_month > month_ends.calendar_date
    group by month_ends.calendar_date

)

select present.calendar_date, present.present_count, coalesce(listed.listed_count, 0) as listed_count
from present
left join listed on present.calendar_date = listed.calendar_date
where (present.present_count - coalesce(listed.listed_count, 0)) * 100 > present.present_count * 2
