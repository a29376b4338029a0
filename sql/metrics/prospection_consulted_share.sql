/* metric
name: prospection_consulted_share
title_nl: Prospecties met overleg
title_en: Prospections with consultation
about_nl: "Bezochte locaties waarvan zowel de eigenaar als het lokaal bestuur geraadpleegd werd, als aandeel van de bezochte locaties. Niet ingevuld telt als niet geraadpleegd."
about_en: "Locations visited of which both the owner and the local authority were consulted, as a share of the locations visited. Not filled in counts as not consulted."
unit: share
decimals: 1
kind: flow
better: up
range: [0, 1]
protects: none
protects_reason: "een locatie is een gebouw of terrein, geen persoon"
relation: fct_prospection
time: visited_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
dimensions:
  province: province_code
  municipality: nis_code
  centre_city: is_centre_city
  owner: owner_code
sources: [prospection/locations]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(count(*) filter (where is_owner_consulted and is_authority_consulted) as double) / nullif(cast(count(*) as double), 0) as value,
    count(*) as n,
    count(*) filter (where is_owner_consulted and is_authority_consulted) as part,
    count(*) as whole
from scope
group by dim_1, dim_2, dim_3
