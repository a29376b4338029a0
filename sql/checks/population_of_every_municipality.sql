/* check
name: population_of_every_municipality
about_nl: Elke gemeente heeft een bevolking en de 300 gemeenten van voor 2025 tellen samen evenveel inwoners als de 285 erna.
about_en: "Every municipality has a population, and the 300 municipalities of before 2025 have as many inhabitants together as the 285 after."
severity: block
owner: datasteward
fix: "mend models/reference/municipalities.csv or populations.csv: a population or successor is missing"
fix_nl: "vul models/reference/municipalities.csv of populations.csv aan: er ontbreekt een bevolkingscijfer of een opvolger"
*/
with populations as (

    select * from int_municipality__population

),

before as (

    select sum(population_count) as total_count, count(*) as row_count
    from populations
    where valid_from_date <= date '2024-12-31'
        and (valid_until_date is null or valid_until_date > date '2024-12-31')

),

after as (

    select sum(population_count) as total_count, count(*) as row_count
    from populations
    where valid_from_date <= date '2025-01-01'
        and (valid_until_date is null or valid_until_date > date '2025-01-01')

)

select before.total_count as before_count, after.total_count as after_count
from before
cross join after
where before.total_count <> after.total_count
    or before.row_count <> 300
    or after.row_count <> 285
