package number

import "strings"

// ones are words for one of what units count, by the word for several; those of a
// project that are not here stay as they are.
var ones = map[string]string{
	"aanbiedingen": "aanbieding", "dagen": "dag", "deelnemers": "deelnemer", "doorverwijzingen": "doorverwijzing",
	"dossiers": "dossier", "edities": "editie", "gastgezinnen": "gastgezin", "gemeenten": "gemeente",
	"herhuisvestingen": "herhuisvesting", "huishoudens": "huishouden", "locaties": "locatie", "maanden": "maand",
	"personen": "persoon", "plaatsen": "plaats", "plaatsingen": "plaatsing", "teams": "team", "thema's": "thema",
	"vergaderingen": "vergadering", "vragen": "vraag", "vragen tot herhuisvesting": "vraag tot herhuisvesting",
	"werkdagen": "werkdag", "werkitems": "werkitem",

	"claims": "claim", "days": "day", "dispatches": "dispatch", "editions": "edition", "host families": "host family",
	"households": "household", "locations": "location", "meetings": "meeting", "months": "month", "moves": "move",
	"municipalities": "municipality", "offers": "offer", "participants": "participant", "persons": "person",
	"placements": "placement", "places": "place", "questions": "question", "rehousing moves": "rehousing move",
	"rehousing requests": "rehousing request", "themes": "theme", "work items": "work item", "working days": "working day",
}

// Unit gives the word for a unit behind a number as it is written: 2 plaatsen, 1 plaats.
func Unit(text, unit string) string {
	if one, ok := ones[unit]; ok && strings.TrimLeft(text, "+−") == "1" {
		return one
	}
	return unit
}
