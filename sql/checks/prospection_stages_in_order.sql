/* check
name: prospection_stages_in_order
about_nl: Een locatie bereikt de fasen van prospectie in hun volgorde.
about_en: A location reaches the stages of prospection in their order.
severity: warn
owner: centraal team
fix: correct the days of the stages in the prospection list
fix_nl: verbeter de datums van de fasen in de prospectielijst
*/
select location_id, announced_date, screened_date, visited_date, feasible_date, agreed_date, in_tool_date, occupied_date
from fct_prospection
where screened_date < announced_date
    or visited_date < coalesce(screened_date, announced_date)
    or feasible_date < visited_date
    or agreed_date < feasible_date
    or in_tool_date < agreed_date
    or occupied_date < in_tool_date
    or (in_tool_date is not null and visited_date is null)
