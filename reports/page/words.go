package page

import (
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// words are the texts of the page itself in its two languages; what a page is
// about stands in its Markdown and in the metrics' headers.
var words = map[string]map[string]string{
	"skip":     {"nl": "Naar de inhoud", "en": "Skip to content"},
	"edition":  {"nl": "Editie", "en": "Edition"},
	"known":    {"nl": "Stand van de gegevens", "en": "Data as known on"},
	"snapshot": {"nl": "Momentopname", "en": "Snapshot"},
	"internal": {"nl": "intern, niet voor publicatie", "en": "internal, not for publication"},
	"audited":  {"nl": "gecontroleerd op vertrouwelijkheid", "en": "checked for confidentiality"},
	"audited_why": {
		"nl": "Kleine aantallen zijn verborgen, en ook cijfers waaruit een klein aantal te berekenen zou zijn. Van de %s getallen over personen, huishoudens, gastgezinnen of organisaties in deze editie zijn er %s verborgen omdat ze zelf klein zijn, en %s om die te beschermen. Elk getal telt daarbij één keer, hoe vaak het ook voorkomt; van een aandeel tellen de getallen waaruit het berekend is, en medianen en gemiddelden tellen niet mee. Daarom is dat niet hoe vaak er [o] staat. Een totaal kan dus juist zijn terwijl delen ervan verborgen zijn. Uit alle tabellen van deze editie samen is geen verborgen aantal af te leiden: dat is nagegaan zoals een aanvaller het zou doen, en het verslag daarvan is certificate.json, bij deze pagina. %s Wie voor beleid of onderzoek meer detail nodig heeft, kan dat vragen aan de contactpersoon.",
		"en": "Small counts are hidden, and so are figures from which a small count could be computed. Of the %s numbers on persons, households, host families or organisations in this edition, %s are hidden because they are small, and %s to protect those. Each number counts once, however often it occurs; of a share the numbers count that it is computed from, and medians and means are not counted. So this is not how often [o] stands on the page. So a total can be right while parts of it are hidden. No hidden count can be derived from all tables of this edition together: that was checked the way an attacker would do it, and the report of it is certificate.json, beside this page. %s Who needs more detail for policy or research can ask the contact.",
	},
	"audited_none": {
		"nl": "Op deze pagina is geen enkel cijfer verborgen. Uit alle tabellen van deze editie samen is geen klein aantal af te leiden: dat is nagegaan zoals een aanvaller het zou doen, en het verslag daarvan is certificate.json, bij deze pagina. %s Wie voor beleid of onderzoek meer detail nodig heeft, kan dat vragen aan de contactpersoon.",
		"en": "No figure on this page is hidden. No small count can be derived from all tables of this edition together: that was checked the way an attacker would do it, and the report of it is certificate.json, beside this page. %s Who needs more detail for policy or research can ask the contact.",
	},
	"changes_held": {
		"nl": "Een aantal dat sinds een vorige editie met 1 tot en met %d wijzigde, is verborgen tot de eerste editie na een ijkdatum; tot dan blijft het vroegere cijfer staan.",
		"en": "A count that changed by 1 to %d since an earlier edition is hidden until the first edition after a benchmark date; until then the earlier figure stands.",
	},
	"changes_allowed": {
		"nl": "Een aantal dat sinds een vorige editie licht is herzien, staat er met zijn nieuwe waarde: wie twee edities naast elkaar legt, ziet ook een verschil van 1 tot en met %d.",
		"en": "A count that was slightly restated since an earlier edition is shown with its new value: who lays two editions side by side also sees a difference of 1 to %d.",
	},
	"rounded_why": {
		"nl": "Aantallen personen, huishoudens, gastgezinnen of organisaties zijn in deze editie afgerond op veelvouden van %[1]d, zodat niemand kan zien waar er 1 tot en met %[2]d zijn. Alle tabellen zijn samen afgerond: delen tellen precies op tot hun totaal, en wie getallen van elkaar aftrekt, vindt 0 of minstens %[1]d. Daarvoor is soms naar een veelvoud afgerond dat niet het dichtste is; geen getal wijkt meer dan %[3]d af van wat geteld is. Aandelen en cijfers per 1.000 inwoners zijn berekend uit afgeronde aantallen; een aandeel, gemiddelde of mediaan van minder dan %[4]d staat er niet. Dat alles is nagegaan in de tabellen zelf, en het verslag daarvan is certificate.json, bij deze pagina. Wie voor beleid of onderzoek meer detail nodig heeft, kan dat vragen aan de contactpersoon.",
		"en": "Counts of persons, households, host families or organisations are rounded to multiples of %[1]d in this edition, so that nobody can see where there are 1 to %[2]d. All tables are rounded together: parts add up exactly to their total, and who subtracts numbers from each other finds 0 or at least %[1]d. For that some are not rounded to the nearest multiple; no number is further than %[3]d from what was counted. Shares and rates per 1,000 inhabitants are computed from rounded counts; a share, mean or median of fewer than %[4]d is not shown. All of that was checked in the tables themselves, and the report of it is certificate.json, beside this page. Who needs more detail for policy or research can ask the contact.",
	},
	"rounded_amounts": {
		"nl": "Bedragen zijn niet afgerond: een bedrag waar minder dan %d achter staan, is verborgen (%s), en ook wat zo'n bedrag zou verraden (%s).",
		"en": "Amounts are not rounded: one with fewer than %d behind it is hidden (%s), and so is what would give such an amount away (%s).",
	},
	"rounded_mark": {
		"nl": "Aantallen zijn veelvouden van %d; een 0 kan ook voor 1 tot en met %d staan. [nb]: niet beschikbaar, ook een aandeel, gemiddelde of mediaan van minder dan %d. [o]: een bedrag dat onderdrukt is.",
		"en": "Counts are multiples of %d; a 0 can also stand for 1 to %d. [nb]: not available, also a share, mean or median of fewer than %d. [o]: an amount that is suppressed.",
	},
	"small_rounded":    {"nl": "Aantallen zijn afgerond op veelvouden van %d.", "en": "Counts are rounded to multiples of %d."},
	"small_suppressed": {"nl": "Kleine aantallen zijn onderdrukt.", "en": "Small counts are suppressed."},
	"hidden_frozen": {
		"nl": "Van een reeks met kleine aantallen is een heel jaar verborgen, ook de periodes die zelf niet klein zijn: zo verraadt een verborgen maand niet dat ze klein is. Een nul blijft staan.",
		"en": "Of a series with small counts a whole year is hidden, also the periods that are not small themselves: so a hidden month does not tell that it is small. A zero is shown.",
	},
	"rounded_sensitive": {
		"nl": "Aantallen die naar %s op te splitsen zijn, zijn veelvouden van %d.",
		"en": "Counts that can be cut by %s are multiples of %d.",
	},
	"internal_clash": {
		"nl": "Deze editie is intern: „%s” is al gepubliceerd in editie %s, met een andere methode voor kleine aantallen. Wie beide leest, zou kunnen berekenen wat elk van beide verbergt.",
		"en": "This edition is internal: “%s” was published in edition %s already, under another method for small counts. Who reads both could compute what either of them keeps.",
	},
	"internal_lost": {
		"nl": "Deze editie is intern: niet alles wat eerder gepubliceerd is, is nog te lezen. Of lezers samen daarmee kunnen berekenen wat hier verborgen is, is dus niet na te gaan.",
		"en": "This edition is internal: not all that was published before can still be read. So it cannot be checked whether readers could compute with it what is hidden here.",
	},
	"internal_why":       {"nl": "Deze editie is intern: kleine aantallen zijn verborgen, maar er is nog niet nagegaan of ze uit alle tabellen samen af te leiden zijn.", "en": "This edition is internal: small counts are hidden, but it has not been checked yet whether they can be derived from all tables together."},
	"stock":              {"nl": "stand", "en": "stock"},
	"flow":               {"nl": "stroom", "en": "flow"},
	"source":             {"nl": "Bron", "en": "Source"},
	"delivery":           {"nl": "laatste levering", "en": "last delivery"},
	"figure":             {"nl": "figuur", "en": "figure"},
	"table":              {"nl": "Tabel", "en": "Table"},
	"swipe":              {"nl": "Breder dan het scherm: schuif opzij, of lees de tabel.", "en": "Wider than the screen: scroll sideways, or read the table."},
	"swipe_table":        {"nl": "Breder dan het scherm: schuif opzij.", "en": "Wider than the screen: scroll sideways."},
	"how":                {"nl": "Berekening", "en": "Computation"},
	"division":           {"nl": "Indeling", "en": "Division"},
	"definition":         {"nl": "Definitie", "en": "Definition"},
	"download":           {"nl": "Tabel als CSV", "en": "Table as CSV"},
	"workbook":           {"nl": "Alle tabellen als XLSX", "en": "All tables as XLSX"},
	"hidden_mark":        {"nl": "[o] onderdrukt: een aantal van 1 tot en met %d, een aandeel, gemiddelde of mediaan van minder dan %d, en andere getallen waaruit zo'n getal af te leiden zou zijn.", "en": "[o] suppressed: a count of 1 to %d, a share, mean or median of fewer than %d, and other numbers from which such a number could be derived."},
	"hidden_dominated":   {"nl": "Een bedrag dat bijna volledig van één of twee ontvangers komt, is ook onderdrukt.", "en": "An amount that is nearly all of one or two recipients is suppressed too."},
	"hidden_not":         {"nl": "Niets onderdrukt is in cijfers die enkel uit de bron %s komen: die is openbaar waar ze vandaan komt (%s). Dat besliste %s.", "en": "Nothing is suppressed in figures that come from the source %s alone: it is public where it comes from (%s). That was decided by %s."},
	"hidden_household":   {"nl": "Een getal over personen die allen tot één huishouden behoren, is ook onderdrukt.", "en": "A number of persons who all belong to one household is suppressed too."},
	"hidden_sensitive":   {"nl": "Wat opgesplitst of gefilterd is naar %s, is onderdrukt van 1 tot en met %d, en ook wanneer iedereen van een groep tot dezelfde categorie behoort; dan zijn ook de nullen ernaast onderdrukt.", "en": "What is cut or filtered by %s is suppressed from 1 to %d, and also when everybody in a group is of the same category; the zeros beside it are suppressed then too."},
	"suppressed":         {"nl": "onderdrukt ([o])", "en": "suppressed ([o])"},
	"whole":              {"nl": "alle samen", "en": "all together"},
	"by":                 {"nl": "naar", "en": "by"},
	"of_shown":           {"nl": "van wat getoond mag worden", "en": "of what may be shown"},
	"most":               {"nl": "het meest", "en": "most"},
	"missing":            {"nl": "geen gegevens", "en": "no data"},
	"provisional_mark":   {"nl": "[v] voorlopig: de periode is nog niet volledig, of haar cijfer wijzigt nog.", "en": "[v] provisional: the period is not complete yet, or its figure still changes."},
	"merged_mark":        {"nl": "[s] stappen samengevoegd: op welke dagen het aandeel sinds de vorige getoonde dag daalde, is niet getoond.", "en": "[s] steps merged: on which days the share fell since the day shown before is not told."},
	"missing_mark":       {"nl": "[nb] niet beschikbaar.", "en": "[nb] not available."},
	"value":              {"nl": "Waarde", "en": "Value"},
	"provisional_whole":  {"nl": "Voorlopig: de periode is nog niet volledig, of haar cijfer wijzigt nog.", "en": "Provisional: the period is not complete yet, or its figure still changes."},
	"provisional":        {"nl": "voorlopig", "en": "provisional"},
	"complete":           {"nl": "volledige telling", "en": "full count"},
	"of_complete":        {"nl": "berekend op een volledige telling", "en": "computed from a full count"},
	"is_rounded":         {"nl": "afgerond op veelvouden van %d", "en": "rounded to multiples of %d"},
	"of_rounded":         {"nl": "berekend uit aantallen die zijn afgerond op veelvouden van %d", "en": "computed from counts that are rounded to multiples of %d"},
	"changes_rounded":    {"nl": "verschillen zijn berekend uit afgeronde aantallen", "en": "changes are computed from rounded counts"},
	"favourable":         {"nl": "gunstig", "en": "favourable"},
	"unfavourable":       {"nl": "ongunstig", "en": "unfavourable"},
	"unmeasured":         {"nl": "niet meetbaar", "en": "not measurable"},
	"needs":              {"nl": "Nodig", "en": "Needed"},
	"parameters":         {"nl": "Parameters", "en": "Parameters"},
	"rows":               {"nl": "rijen", "en": "rows"},
	"deliveries":         {"nl": "leveringen", "en": "deliveries"},
	"one_delivery":       {"nl": "levering", "en": "delivery"},
	"rejected":           {"nl": "geweigerd", "en": "rejected"},
	"one_warned":         {"nl": "rij met een waarschuwing", "en": "row with a warning"},
	"warned":             {"nl": "rijen met een waarschuwing", "en": "rows with a warning"},
	"one_differs":        {"nl": "totaal van de leverancier dat afwijkt van de rijen", "en": "total of the supplier that differs from the rows"},
	"differ":             {"nl": "totalen van de leverancier die afwijken van de rijen", "en": "totals of the supplier that differ from the rows"},
	"last_file":          {"nl": "laatste bestand", "en": "last file"},
	"explain":            {"nl": "Volledige herkomst", "en": "Full origin"},
	"compared":           {"nl": "tegenover", "en": "against"},
	"inline":             {"nl": "Cijfers in de tekst", "en": "Figures in the text"},
	"inline_about":       {"nl": "Elk cijfer in een zin is een figuur met een eigen nummer, definitie en berekening.", "en": "Each number in a sentence is a figure with its own id, definition and computation."},
	"revisions":          {"nl": "Herzieningen: een editie wordt nooit gewijzigd. Late of verbeterde leveringen komen in een volgende editie, die zegt welke cijfers daardoor anders zijn. De jongste maanden zijn het minst volledig.", "en": "Revisions: an edition is never changed. Late or corrected deliveries come in a later edition, which says which figures differ because of them. The latest months are the least complete."},
	"terms":              {"nl": "Begrippen", "en": "Terms"},
	"metrics_here":       {"nl": "Definities van de cijfers op deze pagina", "en": "Definitions of the figures on this page"},
	"to_figure":          {"nl": "naar het cijfer", "en": "to the figure"},
	"access":             {"nl": "Toegankelijkheid", "en": "Accessibility"},
	"access_status":      {"nl": "De opmaak van deze pagina is gemaakt volgens WCAG 2.1, niveau AA, en wordt bij elke versie van de software automatisch getoetst. Deze pagina zelf werd niet apart getoetst, ook niet door gebruikers met een beperking.", "en": "The layout of this page is made to WCAG 2.1, level AA, and is tested automatically with each version of the software. This page itself was not tested apart, nor by users with a disability."},
	"access_how":         {"nl": "Elke figuur heeft een tekst die zegt wat ze toont, en een tabel met dezelfde cijfers. De pagina werkt met het toetsenbord, zonder script, tot 400 % vergroot en afgedrukt.", "en": "Each figure has a text that says what it shows, and a table with the same numbers. The page works by keyboard, without script, enlarged to 400% and in print."},
	"access_feedback":    {"nl": "Kunt u iets op deze pagina niet lezen of gebruiken, laat het dan weten.", "en": "If there is something on this page that you cannot read or use, please tell us."},
	"none_before":        {"nl": "Er is nog geen gepubliceerde editie om mee te vergelijken.", "en": "There is no published edition yet to compare with."},
	"changed_since":      {"nl": "Tegenover editie", "en": "Against edition"},
	"nothing_changed":    {"nl": "Geen enkel cijfer is gewijzigd.", "en": "No figure changed."},
	"values_same":        {"nl": "waarden zijn ongewijzigd.", "en": "values are the same."},
	"period":             {"nl": "Periode", "en": "Period"},
	"next_edition":       {"nl": "Volgende editie", "en": "Next edition"},
	"came_in_title":      {"nl": "Leveringen per bron", "en": "Deliveries by source"},
	"came_in":            {"nl": "Tot en met deze editie kwamen %s leveringen binnen met %s rijen. Daarvan werden er %s geweigerd (%s); die tellen niet mee en zijn bewaard met bestand, regel en reden. Voor een geweigerde rij van een lijst geldt de vorige lijst, als ze daarin stond.", "en": "Up to this edition %s deliveries came in with %s rows. Of these, %s were rejected (%s); they do not count and are kept with file, line and reason. What a rejected row of a list is about counts as an earlier list had it, if one did."},
	"rows_add_up":        {"nl": "Rijen zijn bewaard, geweigerd, of opmaak zoals titels en totalen. Ontbreekt: leveringen die nooit kwamen, in quarantaine staan of te kort zijn om te tellen.", "en": "Rows are kept, rejected, or furniture such as titles and totals. Missing: deliveries that never came, are in quarantine or are too short to count."},
	"none_late":          {"nl": "Geen enkele levering is te laat.", "en": "No delivery is late."},
	"are_late":           {"nl": "Te laat:", "en": "Late:"},
	"never_came":         {"nl": "Nog nooit geleverd:", "en": "Never delivered:"},
	"known_until":        {"nl": "gekend tot en met %s", "en": "known up to and including %s"},
	"without":            {"nl": "zonder %s: niet geleverd", "en": "without %s: not delivered"},
	"late":               {"nl": "te laat", "en": "late"},
	"due":                {"nl": "verwacht op", "en": "due on"},
	"last_delivery":      {"nl": "laatste levering", "en": "last delivery"},
	"warned_rows":        {"nl": "waarschuwing", "en": "warned"},
	"missing_deliveries": {"nl": "ontbreekt", "en": "missing"},
	"provenance":         {"nl": "Herkomst", "en": "Provenance"},
	"contact":            {"nl": "Contact", "en": "Contact"},
	"no_change":          {"nl": "ongewijzigd", "en": "unchanged"},
	"points":             {"nl": "procentpunt", "en": "percentage points"},
	"to":                 {"nl": "tot en met", "en": "up to and including"},
	"method":             {"nl": "Over deze pagina", "en": "About this page"},
	"metric":             {"nl": "Cijfer", "en": "Metric"},
	"id":                 {"nl": "FIGUUR", "en": "FIGURE"},
	"and":                {"nl": "en", "en": "and"},
	"little_change":      {"nl": "nagenoeg ongewijzigd", "en": "almost unchanged"},
	"numbers":            {"nl": "Getallen en leesregel", "en": "Numbers and how to read them"},
	"number":             {"nl": "Getal", "en": "Number"},
	"of":                 {"nl": "Van", "en": "Of"},
	"interval":           {"nl": "95%-interval", "en": "95% interval"},
	"at_risk":            {"nl": "Nog lopend", "en": "Still going on"},
	"sample_interval":    {"nl": "95%-interval, als steekproef gelezen", "en": "95% interval, read as a sample"},
	"uncomputed":         {"nl": "niet te berekenen", "en": "not computable"},
	"until":              {"nl": "tot", "en": "to"},
	"one_left_out":       {"nl": "groep is te klein om te tonen en telt niet mee", "en": "group is too small to be shown and is left out"},
	"left_out":           {"nl": "groepen zijn te klein om te tonen en tellen niet mee", "en": "groups are too small to be shown and are left out"},
	"group":              {"nl": "groep", "en": "group"},
	"groups":             {"nl": "groepen", "en": "groups"},
	"vague":              {"nl": "Van %s met minder dan %d wachttijden is er geen curve naast een groep die te klein is om te tonen.", "en": "Of %s with fewer than %d waits there is no curve beside a group that is too small to be shown."},
	"no_curve":           {"nl": "Van %s is er geen curve te tekenen.", "en": "Of %s no curve can be drawn."},
	"uncounted":          {"nl": "De aantallen wachttijden staan er niet bij: met het totaal zou dat van een kleine groep te berekenen zijn.", "en": "The numbers of waits are not told: with the total that of a small group could be computed."},
	"more":               {"nl": "meer", "en": "more"},
	"fewer":              {"nl": "minder", "en": "fewer"},
	"less":               {"nl": "minder", "en": "less"},
	"than":               {"nl": "dan", "en": "than"},
	"than_on":            {"nl": "dan op", "en": "than on"},
	"than_in":            {"nl": "dan in", "en": "than in"},
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
	"claims":         {"nl": "dossiers", "en": "claims"},
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
	"adjusted_residual":     {NL: "aangepast residu", EN: "adjusted residual"},
	"censored":              {NL: "wachttijden die nog lopen of anders eindigden", EN: "waits that go on or ended otherwise"},
	"chi_square":            {NL: "chi-kwadraat", EN: "chi-square"},
	"count":                 {NL: "aantal", EN: "count"},
	"count_ratio":           {NL: "verhouding van de aantallen", EN: "ratio of the counts"},
	"cramers_v":             {NL: "Cramérs V, zonder correctie", EN: "Cramér's V, without correction"},
	"cramers_v_corrected":   {NL: "Cramérs V, gecorrigeerd", EN: "Cramér's V, corrected"},
	"degrees_of_freedom":    {NL: "vrijheidsgraden", EN: "degrees of freedom"},
	"difference":            {NL: "verschil", EN: "difference"},
	"difference_per_day":    {NL: "verschil per dag", EN: "difference a day"},
	"difference_per_month":  {NL: "verschil per maand", EN: "difference a month"},
	"ended_within_30_days":  {NL: "afgelopen binnen 30 dagen", EN: "ended within 30 days"},
	"ended_within_60_days":  {NL: "afgelopen binnen 60 dagen", EN: "ended within 60 days"},
	"ended_within_90_days":  {NL: "afgelopen binnen 90 dagen", EN: "ended within 90 days"},
	"expected":              {NL: "verwacht aantal", EN: "expected count"},
	"kendall_tau_b":         {NL: "Kendalls tau-b", EN: "Kendall's tau-b"},
	"least_expected":        {NL: "kleinste verwachte aantal", EN: "least expected count"},
	"log_rank":              {NL: "log-ranktoets", EN: "log-rank test"},
	"median":                {NL: "mediaan", EN: "median"},
	"months":                {NL: "maanden", EN: "months"},
	"n":                     {NL: "totaal", EN: "total"},
	"p":                     {NL: "p", EN: "p"},
	"p_holm":                {NL: "p na Holm", EN: "p after Holm"},
	"part":                  {NL: "teller", EN: "numerator"},
	"ratio":                 {NL: "verhouding", EN: "ratio"},
	"slope_per_month":       {NL: "mediane verandering per maand", EN: "median change a month"},
	"mean_change_per_month": {NL: "gemiddelde verandering per maand", EN: "mean change a month"},
	"waits":                 {NL: "wachttijden", EN: "waits"},
	"whole":                 {NL: "noemer", EN: "denominator"},
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
