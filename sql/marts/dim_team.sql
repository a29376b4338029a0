/* model
name: dim_team
about: "The support teams: one central team, and one for each province."
grain: one row per team
key: [team_code]
columns:
  - {name: team_code, type: varchar}
  - {name: team_name, type: varchar}
  - {name: is_central, type: boolean}
  - {name: province_code, type: varchar, missing: central team}
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

)

select
    team_code,
    team_name,
    province_code is null as is_central,
    province_code
from teams
