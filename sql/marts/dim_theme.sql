/* model
name: dim_theme
about: "Three levels of a question: subject, grouped theme, policy domain."
grain: one row per subject of a question
key: [topic_code]
columns:
  - {name: topic_code, type: varchar}
  - {name: topic_name, type: varchar}
  - {name: topic_name_en, type: varchar}
  - {name: theme_code, type: varchar}
  - {name: theme_name, type: varchar}
  - {name: theme_name_en, type: varchar}
  - {name: domain_code, type: varchar}
  - {name: domain_name, type: varchar}
checks:
  - {unique: [topic_code]}
  - {not_null: [topic_code, topic_name, topic_name_en, theme_code, theme_name, theme_name_en, domain_code, domain_name]}
  - {row_count: {min: 1}, owner: datasteward, fix: models/reference/themes.csv is empty, fix_nl: models/reference/themes.csv is leeg}
*/
with themes as (

    select * from ref.themes

)

select
    topic_code,
    topic_name,
    topic_name_en,
    theme_code,
    theme_name,
    theme_name_en,
    domain_code,
    domain_name
from themes
