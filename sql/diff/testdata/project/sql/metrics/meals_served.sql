/* metric
name: meals_served
title_nl: Maaltijden
title_en: Meals
about_nl: Maaltijden
about_en: Meals
unit: meals
unit_nl: meals
unit_en: meals
kind: flow
better: neutral
protects: none
protects_reason: made up
relation: fct_meal
time: served_date
over_time: sum
over_groups: sum
empty: zero
sources: [tool/meals]
*/
select dim_1, dim_2, dim_3, sum(meal_count) as value, sum(meal_count) as n
from scope
group by dim_1, dim_2, dim_3
