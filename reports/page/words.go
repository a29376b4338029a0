package page

import (
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// words are the texts of the page itself in its two languages; what a page is
// about stands in its Markdown and in the metrics' headers.
var words = map[string]map[string]string{
	"skip":            {"nl": "Naar de inhoud", "en": "Skip to content"},
	"edition":         {"nl": "Editie", "en": "Edition"},
	"known":           {"nl": "Stand van de gegevens", "en": "Data as known on"},
	"snapshot":        {"nl": "Momentopname", "en": "Snapshot"},
	"internal":        {"nl": "intern, niet voor publicatie", "en": "internal, not for publication"},
	"internal_why":    {"nl": "Deze editie is intern: kleine aantallen zijn verborgen, maar er is nog niet nagegaan of ze uit alle tabellen samen af te leiden zijn.", "en": "This edition is internal: small counts are hidden, but it has not been checked yet whether they can be derived from all tables together."},
	"stock":           {"nl": "stand", "en": "stock"},
	"flow":            {"nl": "stroom", "en": "flow"},
	"source":          {"nl": "Bron", "en": "Source"},
	"delivery":        {"nl": "laatste levering", "en": "last delivery"},
	"figure":          {"nl": "figuur", "en": "figure"},
	"table":           {"nl": "Tabel", "en": "Table"},
	"how":             {"nl": "Berekening", "en": "Computation"},
	"division":        {"nl": "Indeling", "en": "Division"},
	"definition":      {"nl": "Definitie", "en": "Definition"},
	"download":        {"nl": "Tabel als CSV", "en": "Table as CSV"},
	"workbook":        {"nl": "Alle tabellen als XLSX", "en": "All tables as XLSX"},
	"hidden_mark":     {"nl": "[o] onderdrukt: een aantal van 1 tot en met %d wordt niet getoond, en een aandeel, gemiddelde of mediaan van minder dan %d evenmin.", "en": "[o] suppressed: a count of 1 to %d is not shown, nor is a share, mean or median of fewer than %d."},
	"missing":         {"nl": "geen gegevens", "en": "no data"},
	"missing_mark":    {"nl": "[nb] niet beschikbaar.", "en": "[nb] not available."},
	"value":           {"nl": "Waarde", "en": "Value"},
	"complete":        {"nl": "volledige telling", "en": "full count"},
	"unmeasured":      {"nl": "niet meetbaar", "en": "not measurable"},
	"needs":           {"nl": "Nodig", "en": "Needed"},
	"parameters":      {"nl": "Parameters", "en": "Parameters"},
	"rows":            {"nl": "rijen", "en": "rows"},
	"deliveries":      {"nl": "leveringen", "en": "deliveries"},
	"one_delivery":    {"nl": "levering", "en": "delivery"},
	"rejected":        {"nl": "geweigerd", "en": "rejected"},
	"one_warned":      {"nl": "rij met een waarschuwing", "en": "row with a warning"},
	"warned":          {"nl": "rijen met een waarschuwing", "en": "rows with a warning"},
	"one_differs":     {"nl": "totaal van de leverancier dat afwijkt van de rijen", "en": "total of the supplier that differs from the rows"},
	"differ":          {"nl": "totalen van de leverancier die afwijken van de rijen", "en": "totals of the supplier that differ from the rows"},
	"last_file":       {"nl": "laatste bestand", "en": "last file"},
	"explain":         {"nl": "Volledige herkomst", "en": "Full origin"},
	"compared":        {"nl": "tegenover", "en": "against"},
	"inline":          {"nl": "Cijfers in de tekst", "en": "Figures in the text"},
	"inline_about":    {"nl": "Elk cijfer in een zin is een figuur met een eigen nummer, definitie en berekening.", "en": "Each number in a sentence is a figure with its own id, definition and computation."},
	"provenance":      {"nl": "Herkomst", "en": "Provenance"},
	"contact":         {"nl": "Contact", "en": "Contact"},
	"no_change":       {"nl": "ongewijzigd", "en": "unchanged"},
	"points":          {"nl": "procentpunt", "en": "percentage points"},
	"to":              {"nl": "tot en met", "en": "up to and including"},
	"method":          {"nl": "Over deze pagina", "en": "About this page"},
	"metric":          {"nl": "Cijfer", "en": "Metric"},
	"id":              {"nl": "FIGUUR", "en": "FIGURE"},
	"and":             {"nl": "en", "en": "and"},
	"little_change":   {"nl": "nagenoeg ongewijzigd", "en": "almost unchanged"},
	"numbers":         {"nl": "Getallen en leesregel", "en": "Numbers and how to read them"},
	"number":          {"nl": "Getal", "en": "Number"},
	"of":              {"nl": "Van", "en": "Of"},
	"interval":        {"nl": "95%-interval", "en": "95% interval"},
	"sample_interval": {"nl": "95%-interval, als steekproef gelezen", "en": "95% interval, read as a sample"},
	"uncomputed":      {"nl": "niet te berekenen", "en": "not computable"},
	"until":           {"nl": "tot", "en": "to"},
	"one_left_out":    {"nl": "groep is te klein om te tonen en telt niet mee", "en": "group is too small to be shown and is left out"},
	"left_out":        {"nl": "groepen zijn te klein om te tonen en tellen niet mee", "en": "groups are too small to be shown and are left out"},
	"small_change":    {"nl": "licht gewijzigd", "en": "slightly changed"},
}

// units names what a value counts, as it stands behind a number or an axis.
var units = map[string]map[string]string{
	"persons":        {"nl": "personen", "en": "persons"},
	"households":     {"nl": "huishoudens", "en": "households"},
	"places":         {"nl": "plaatsen", "en": "places"},
	"locations":      {"nl": "locaties", "en": "locations"},
	"municipalities": {"nl": "gemeenten", "en": "municipalities"},
	"questions":      {"nl": "vragen", "en": "questions"},
	"themes":         {"nl": "thema's", "en": "themes"},
	"claims":         {"nl": "aanvragen", "en": "claims"},
	"meetings":       {"nl": "vergaderingen", "en": "meetings"},
	"editions":       {"nl": "edities", "en": "editions"},
	"placements":     {"nl": "plaatsingen", "en": "placements"},
	"requests":       {"nl": "vragen tot herhuisvesting", "en": "rehousing requests"},
	"moves":          {"nl": "herhuisvestingen", "en": "rehousing moves"},
	"items":          {"nl": "werkitems", "en": "work items"},
	"offers":         {"nl": "aanbiedingen", "en": "offers"},
	"dispatches":     {"nl": "doorverwijzingen", "en": "dispatches"},
	"days":           {"nl": "dagen", "en": "days"},
	"share":          {"nl": "%", "en": "%"},
	"eur":            {"nl": "euro", "en": "euro"},
	"fte":            {"nl": "vte", "en": "FTE"},
	"per_1000":       {"nl": "per 1.000 inwoners", "en": "per 1,000 inhabitants"},
	"count":          {"nl": "", "en": ""},
	"ratio":          {"nl": "", "en": ""},
}

// numberNames are the names of the numbers of findings; a number that is the metric
// itself has the metric's title.
var numberNames = map[string]finding.Text{
	"adjusted_residual":    {NL: "aangepast residu", EN: "adjusted residual"},
	"chi_square":           {NL: "chi-kwadraat", EN: "chi-square"},
	"count":                {NL: "aantal", EN: "count"},
	"count_ratio":          {NL: "verhouding van de aantallen", EN: "ratio of the counts"},
	"cramers_v":            {NL: "Cramérs V, zonder correctie", EN: "Cramér's V, without correction"},
	"cramers_v_corrected":  {NL: "Cramérs V, gecorrigeerd", EN: "Cramér's V, corrected"},
	"degrees_of_freedom":   {NL: "vrijheidsgraden", EN: "degrees of freedom"},
	"difference":           {NL: "verschil", EN: "difference"},
	"ended_within_30_days": {NL: "afgelopen binnen 30 dagen", EN: "ended within 30 days"},
	"ended_within_60_days": {NL: "afgelopen binnen 60 dagen", EN: "ended within 60 days"},
	"ended_within_90_days": {NL: "afgelopen binnen 90 dagen", EN: "ended within 90 days"},
	"expected":             {NL: "verwacht aantal", EN: "expected count"},
	"kendall_tau_b":        {NL: "Kendalls tau-b", EN: "Kendall's tau-b"},
	"least_expected":       {NL: "kleinste verwachte aantal", EN: "least expected count"},
	"log_rank":             {NL: "log-ranktoets", EN: "log-rank test"},
	"median":               {NL: "mediaan", EN: "median"},
	"months":               {NL: "maanden", EN: "months"},
	"n":                    {NL: "totaal", EN: "total"},
	"open":                 {NL: "wachttijden die nog lopen", EN: "waits that go on"},
	"p":                    {NL: "p", EN: "p"},
	"p_holm":               {NL: "p na Holm", EN: "p after Holm"},
	"part":                 {NL: "teller", EN: "numerator"},
	"ratio":                {NL: "verhouding", EN: "ratio"},
	"slope_per_month":      {NL: "mediane verandering per maand", EN: "median change a month"},
	"waits":                {NL: "wachttijden", EN: "waits"},
	"whole":                {NL: "noemer", EN: "denominator"},
}

// word gives a text of the page in its language. A word that is missing shows
// its key, which the test for complete translations catches.
func word(lang, key string) string {
	if text, ok := words[key][lang]; ok {
		return text
	}
	return key
}

// UnitName names the unit of a metric: in the metric's own words, else by the list
// above, else as it is written.
func UnitName(lang string, m *models.Metric) string {
	own := m.UnitNL
	if lang == "en" {
		own = m.UnitEN
	}
	if own != "" {
		return own
	}
	if text, ok := units[m.Unit][lang]; ok {
		return text
	}
	return m.Unit
}
