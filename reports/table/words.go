package table

// words are what tables and workbooks say themselves, in both languages.
var words = map[string][2]string{
	"code_about":   {"Code van het lid; leeg is niet toegewezen.", "Code of the member; empty is not assigned."},
	"day_about":    {"Eerste dag van de periode.", "First day of the period."},
	"label_about":  {"Naam van het lid of de periode, zoals geleverd.", "Name of the member or period, as delivered."},
	"value_about":  {"Exact getal; leeg wanneer het onderdrukt is of ontbreekt.", "Exact number; empty when it is suppressed or missing."},
	"status":       {"Status", "Status"},
	"status_about": {"Waarnemingsstatus volgens SDMX (CL_OBS_STATUS): A gewone waarde, P voorlopig (de periode is niet volledig of wijzigt nog), Q onderdrukt, O ontbreekt.", "Observation status of SDMX (CL_OBS_STATUS): A normal value, P provisional (the period is not complete or still changes), Q suppressed, O missing."},
	"unit":         {"Eenheid", "Unit"},
	"unit_about":   {"Eenheid van het getal; share is een aandeel van 0 tot 1.", "Unit of the number; share is a share from 0 to 1."},
	"figure":       {"Figuur", "Figure"},
	"figure_about": {"Nummer van de figuur. Herkomst: peil explain %s", "Id of the figure. Where it comes from: peil explain %s"},
	"code":         {"code", "code"},
	"share":        {"aandeel", "share"},
	"low":          {"95%-interval, onder", "95% interval, low"},
	"low_about":    {"Ondergrens van het 95%-interval; leeg wanneer er geen is.", "Lower end of the 95% interval; empty when there is none."},
	"high":         {"95%-interval, boven", "95% interval, high"},
	"high_about":   {"Bovengrens van het 95%-interval; leeg wanneer er geen is.", "Upper end of the 95% interval; empty when there is none."},
	"risk":         {"nog lopend", "still going on"},
	"risk_about":   {"Wachttijden die na zoveel dagen nog lopen; leeg wanneer dat aantal niet getoond mag worden.", "Waits that still go on after so many days; empty where that count may not be shown."},
	"guarded": {
		"Tabel voor Excel: een cel die als formule gelezen zou worden, kreeg een ' vooraan. [o] is onderdrukt, [nb] niet beschikbaar. De ongewijzigde tabel is %s.",
		"Table for Excel: a cell that would be read as a formula got a ' in front. [o] is suppressed, [nb] not available. The unchanged table is %s.",
	},

	"guide":        {"Leeswijzer", "Reading guide"},
	"single":       {"Cijfers in de tekst", "Figures in the text"},
	"single_about": {"Getallen in zinnen en kerncijfers, elk met zijn figuurnummer", "Numbers in sentences and key figures, each with its figure id"},
	"value":        {"Waarde", "Value"},
	"definitions":  {"Definities", "Definitions"},
	"sheet":        {"Blad", "Sheet"},
	"headline":     {"Figuur op de pagina", "Figure on the page"},
	"metric":       {"Cijfer", "Metric"},
	"definition":   {"Definitie", "Definition"},
	"kind":         {"Stand of stroom", "Stock or flow"},
	"stock":        {"stand", "stock"},
	"flow":         {"stroom", "flow"},
	"about":        {"Dag of periode", "Day or period"},
	"source":       {"Bron", "Source"},
	"rows":         {"Rijen", "Rows"},
	"back":         {"Naar de leeswijzer", "To the reading guide"},
	"name":         {"Naam", "Name"},
	"protects":     {"Beschermt", "Protects"},
	"report":       {"Rapport", "Report"},
	"edition":      {"Editie", "Edition"},
	"known":        {"Stand van de gegevens", "Data as known on"},
	"contact":      {"Contact", "Contact"},
	"licence":      {"Licentie", "Licence"},
	"marks": {
		"[o]: onderdrukt, het aantal is te klein om te tonen of zou een te klein aantal verraden. [nb]: niet beschikbaar. Een leeg vak is geen nul; een nul is een nul.",
		"[o]: suppressed, the count is too small to be shown or would give such a count away. [nb]: not available. An empty cell is no zero; a zero is a zero.",
	},
	"numbers": {
		"Getallen staan exact in de cellen; de opmaak rondt af. Aandelen zijn getallen van 0 tot 1, getoond als procent. Een periode staat als haar eerste dag in de cel.",
		"Numbers are exact in the cells; the form rounds. Shares are numbers from 0 to 1, shown as per cent. A period stands in its cell as its first day.",
	},
	"status_long": {
		"Status volgens SDMX: A gewone waarde, P voorlopig (de periode is niet volledig of wijzigt nog), Q onderdrukt, O ontbreekt.",
		"Status of SDMX: A normal value, P provisional (the period is not complete or still changes), Q suppressed, O missing.",
	},
	"person":       {"personen", "persons"},
	"household":    {"huishoudens", "households"},
	"host":         {"gastgezinnen", "hosts"},
	"organisation": {"organisaties", "organisations"},
	"none":         {"geen", "none"},
}

func word(lang, key string) string {
	if lang == "en" {
		return words[key][1]
	}
	return words[key][0]
}

func (t *Table) word(key string) string { return word(t.Lang, key) }
