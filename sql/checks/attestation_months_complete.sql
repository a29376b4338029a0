/* check
name: attestation_months_complete
about_nl: Tussen de eerste en de laatste geleverde maand ontbreekt geen maand met attesten.
about_en: No month of attestations is missing between the first and the last that were delivered.
severity: warn
owner: Dienst Vreemdelingenzaken
fix: ask for the delivery of the missing month
fix_nl: vraag de levering van de ontbrekende maand op
*/
with delivered as (

    select distinct attested_month
    from fct_attestation

),

expected as (

    select distinct calendar_month
    from dim_date
    where calendar_month >= (select min(attested_month) from delivered)
        and calendar_month <= (select max(attested_month) from delivered)

)

select expected.calendar_month
from expected
left join delivered on expected.calendar_month = delivered.attested_month
where delivered.attested_month is null
