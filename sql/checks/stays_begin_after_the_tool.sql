/* check
name: stays_begin_after_the_tool
about_nl: Geen plaatsing begint voor 14 maart 2022 of na de kennisdatum.
about_en: No stay begins before 14 March 2022 or after the knowledge date.
severity: warn
owner: beheer van de huisvestingstool
fix: have the start date corrected
fix_nl: laat de startdatum verbeteren
*/
select stays.placement_id, stays.start_date
from fct_placement as stays
cross join ref.knowledge as known
where stays.start_date < date '2022-03-14'
    or stays.start_date > known.known_at
