/* check
name: placements_on_known_places
about_nl: Elke plaatsing betreft een opvangplaats die ooit in een lijst stond.
about_en: Every stay is in a place that once stood in a list.
severity: warn
owner: beheer van de huisvestingstool
fix: ask why the place is missing from the lists; its stays count in Flanders and in no province
fix_nl: "vraag na waarom de opvangplaats niet in de lijsten staat; haar verblijven tellen mee voor Vlaanderen, maar voor geen enkele provincie"
*/
select placement_id, place_id, start_date
from fct_placement
where not is_place_known
