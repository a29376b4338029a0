/* model
name: dim_team
about: "The support teams: one central team, and one for each province, with the days on which they had staff."
grain: one row per team
key: [team_code]
columns:
  - {name: team_code, type: varchar}
  - {name: team_name, type: varchar}
  - {name: is_central, type: boolean}
  - {name: province_code, type: varchar, missing: central team}
  - {name: valid_from_date, type: date, about: first day of work of its first member, missing: nobody worked in it yet}
  - {name: valid_until_date, type: date, about: day after the last day of work of its last member, missing: somebody still works in it}
checks:
  - {unique: [team_code]}
*/
with teams as (

    select *
    from (
        values
        ('central', 'Centraal team', cast(null as varchar)),
        ('antwerpen', 'Antwerpen', '10000'),
        ('vlaams_brabant', 'Vlaams-Brabant', '20001'),
        ('west_vlaanderen', 'West-Vlaanderen', '30000'),
        ('oost_vlaanderen', 'Oost-Vlaanderen', '40000'),
        ('limburg', 'Limburg', '70000')
    ) as t (team_code, team_name, province_code)

),

staffed as (

    select
        team_code,
        min(from_date) as from_date,
        case when count(*) = count(until_date) then cast(max(until_date) + interval '1' day as date) end as until_date
    from stg_staff__fte
    group by team_code

)

select
    teams.team_code,
    teams.team_name,
    teams.province_code is null as is_central,
    teams.province_code,
    staffed.from_date as valid_from_date,
    staffed.until_date as valid_until_date
from teams
left join staffed on teams.team_code = staffed.team_code
