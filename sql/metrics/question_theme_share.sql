/* metric
name: question_theme_share
title_nl: "Aandeel in de vragen per thema"
title_en: "Share of the questions by theme"
about_nl: "Vragen van een gegroepeerd thema als aandeel van alle vragen met een thema in dezelfde periode. Zonder indeling naar thema is het 100 %."
about_en: "Questions of a grouped theme as a share of all questions with a theme in the same period. Without a cut by theme it is 100%."
unit: share
decimals: 1
kind: flow
better: neutral
range: [0, 1]
protects: none
protects_reason: "een vraag komt van een bestuur, organisatie of burger en wordt zonder tekst ingelezen; de laagste indeling is de provincie"
relation: fct_question
time: received_date
over_time: none
over_place: none
over_groups: none
empty: none
interval: wilson
where: "theme_code is not null"
shares: theme
dimensions:
  theme: theme_code
  team: team_code
  province: province_code
  asker: asker_code
  channel: channel_code
  centre_city: is_centre_city
sources: [question_log/questions]
*/
select
    dim_1,
    dim_2,
    dim_3,
    cast(part as double) / cast(whole as double) as value,
    part as n,
    part,
    whole
from shares
