// Package term explains the words of the field and of the warehouse, once, for the pages
// and the catalogue. It knows neither of them.
package term

import (
	"slices"
	"strings"
)

// Term is a word and what it means, in two languages. Its key is the same in both.
type Term struct {
	Key    string
	nl, en [2]string // word, explanation
}

// Word gives the word in the language, Dutch unless "en".
func (t Term) Word(lang string) string { return t.in(lang)[0] }

// About gives what it means in the language, Dutch unless "en".
func (t Term) About(lang string) string { return t.in(lang)[1] }

func (t Term) in(lang string) [2]string {
	if lang == "en" {
		return t.en
	}
	return t.nl
}

// All gives the terms by their words in the language.
func All(lang string) []Term {
	out := slices.Clone(glossary)
	slices.SortFunc(out, func(a, b Term) int {
		return strings.Compare(strings.ToLower(a.Word(lang)), strings.ToLower(b.Word(lang)))
	})
	return out
}

// OfPages gives the terms that a reader of any page meets, in the order of need.
func OfPages() []Term {
	var out []Term
	for _, key := range []string{"stock", "flow", "volledig", "mediaan", "stand", "onderdrukt", "nb"} {
		for _, t := range glossary {
			if t.Key == key {
				out = append(out, t)
			}
		}
	}
	return out
}

// glossary is sorted by keys.
var glossary = []Term{
	{"behandeling", [2]string{"behandeling", "Wat er met een kolom gebeurt voor iets bewaard wordt. Een kolom die niet ingelezen wordt, komt nergens terecht; een identificator wordt een pseudoniem; een geboortedatum wordt vergroofd tot een leeftijdsgroep."},
		[2]string{"treatment", "What is done to a column before anything is kept. A column that is never read ends nowhere; an identifier becomes a pseudonym; a date of birth becomes an age band."}},
	{"beschermt", [2]string{"beschermt", "Wie niet herkend mag worden aan een cijfer. Het kleinste aantal telt deze eenheden: personen, huishoudens, gastgezinnen of organisaties."},
		[2]string{"protects", "Who must not be recognised from a figure. The smallest n counts these units: persons, households, hosts or organisations."}},
	{"bewaartermijn", [2]string{"bewaartermijn", "Hoe lang de bestanden zoals ontvangen bewaard blijven. De getypeerde rijen, zonder identificatoren, blijven langer: zo kan een cijfer opnieuw gemaakt worden."},
		[2]string{"retention", "How long the files as received are kept. Typed rows, without identifiers, stay longer, so that a figure can be had again."}},
	{"contract", [2]string{"contract", "De beschrijving van een levering: van wie, waarom het mag, welke kolommen, welke types, wat ermee gebeurt. Wat er niet in past, wordt geweigerd met reden."},
		[2]string{"contract", "The description of a delivery: whose it is, why it may be used, which columns and types, what is done to them. What does not fit is rejected with a reason."}},
	{"controle", [2]string{"controle", "Een vraag aan de gegevens die geen rijen mag opleveren. Blokkeert ze, dan blijft de vorige momentopname gelden tot iemand het oplost; waarschuwt ze, dan staat het in dit overzicht."},
		[2]string{"check", "A question to the data that must give no rows. When it blocks, the snapshot before stays current until somebody mends it; when it warns, it stands in this catalogue."}},
	{"dimensie", [2]string{"dimensie", "Waarnaar een cijfer kan worden uitgesplitst of gefilterd, zoals provincie of maand."},
		[2]string{"dimension", "What a metric can be cut by or filtered on, such as province or month."}},
	{"dpia", [2]string{"DPIA", "Gegevensbeschermingseffectbeoordeling (AVG art. 35): onderzoek vooraf naar de risico's voor de betrokkenen."},
		[2]string{"DPIA", "Data protection impact assessment (GDPR art. 35): a study beforehand of the risks for those concerned."}},
	{"flow", [2]string{"stroom", "Een cijfer over een periode: wat er gebeurde van de eerste tot de laatste dag, zoals instroom per maand."},
		[2]string{"flow", "A figure about a period: what happened from its first to its last day, such as inflow by month."}},
	{"geweigerd", [2]string{"geweigerde rij", "Een rij van een export die niet aan het contract voldoet. Ze telt niet mee, maar is bewaard met bestand, regel, kolom en reden. Rijen in = bewaard + geweigerd + opmaak (titels, totalen, lege regels)."},
		[2]string{"rejected row", "A row of an export that does not fit the contract. It does not count, but is kept with file, line, column and reason. Rows in = kept + rejected + furniture (titles, totals, blank lines)."}},
	{"kennisdatum", [2]string{"kennisdatum", "De dag waarop iets bekend was: die van de levering, niet die van het inladen. Dezelfde vraag met een vroegere kennisdatum geeft het antwoord van toen."},
		[2]string{"knowledge date", "The day on which something was known: that of the delivery, not of the loading. The same question with an earlier knowledge date gives the answer of that day."}},
	{"klasse", [2]string{"klasse", "Hoe gevoelig een kolom is: identificeert (wijst een persoon aan), quasi-identificerend (kan dat in combinatie), gevoelig, vrije tekst, meting of technisch. Bij een tabel: de klasse van de gelijknamige kolom in de leveringen waaruit ze gemaakt is."},
		[2]string{"class", "How sensitive a column is: identifier (points at a person), quasi-identifier (may do so in combination), sensitive, free text, measure or technical. For a table: the class of the column with the same name in the deliveries that it is made from."}},
	{"kleinste", [2]string{"kleinste aantal", "Het kleinste aantal eenheden (n) waarop een cijfer getoond mag worden. Daaronder wordt het in publicaties verborgen."},
		[2]string{"smallest n", "The smallest number of units (n) on which a figure may be shown. Below it, publications hide it."}},
	{"korrel", [2]string{"korrel", "Waarvoor één rij staat. Wie de korrel kent, telt niets dubbel."},
		[2]string{"grain", "What one row stands for. Who knows the grain counts nothing twice."}},
	{"levering", [2]string{"levering", "Eén bestand van een leverancier, met zijn kennisdatum en vingerafdruk."},
		[2]string{"delivery", "One file of a supplier, with its knowledge date and fingerprint."}},
	{"mediaan", [2]string{"mediaan", "De middelste waarde: de helft ligt eronder, de helft erboven."},
		[2]string{"median", "The middle value: half lie below it, half above."}},
	{"momentopname", [2]string{"momentopname", "Alle bestanden waaruit het warehouse op één moment bestond, genummerd, met hun vingerafdruk. Ze verandert nooit."},
		[2]string{"snapshot", "All files that the warehouse consisted of at one moment, numbered, with their fingerprints. It never changes."}},
	{"nb", [2]string{"[nb] niet beschikbaar", "Er is geen cijfer: de bron vertelt niets over de periode, of er is niets om een aandeel van te nemen. Dat is iets anders dan nul."},
		[2]string{"[nb] not available", "There is no figure: the source tells nothing of the period, or there is nothing to take a share of. That is not the same as zero."}},
	{"onderdrukt", [2]string{"[o] onderdrukt", "Er is een cijfer, maar het wordt niet getoond omdat het over te weinig personen, huishoudens of gastgezinnen gaat, of omdat zo'n cijfer er anders uit af te leiden zou zijn."},
		[2]string{"[o] suppressed", "There is a figure, and it is not shown because it is about too few persons, households or hosts, or because such a figure could be derived from it."}},
	{"protocol", [2]string{"protocol", "De schriftelijke afspraak tussen wie gegevens meedeelt en wie ze ontvangt (decreet van 18 juli 2008, art. 8)."},
		[2]string{"protocol", "The written agreement between who gives and who receives data (Flemish decree of 18 July 2008, art. 8)."}},
	{"pseudoniem", [2]string{"pseudoniem", "Een code in de plaats van een identificator, gemaakt met een geheime sleutel. Dezelfde persoon heeft steeds hetzelfde pseudoniem; zonder sleutel is er geen weg terug."},
		[2]string{"pseudonym", "A code in place of an identifier, made with a secret key. The same person always has the same pseudonym; without the key there is no way back."}},
	{"quarantaine", [2]string{"quarantaine", "Een levering die niet vertrouwd wordt en wacht op iemand die kijkt. Ze telt niet mee."},
		[2]string{"quarantine", "A delivery that is not trusted and waits for somebody to look. It does not count."}},
	{"referentielijst", [2]string{"referentielijst", "Een lijst van het project zelf, zoals gemeenten of subsidieregels, waarin codes en namen worden opgezocht."},
		[2]string{"reference list", "A list of the project itself, such as municipalities or subsidy rules, in which codes and names are looked up."}},
	{"sleutel", [2]string{"sleutel", "De kolommen die samen één rij aanwijzen. Dat ze uniek zijn, wordt bij elke run gecontroleerd."},
		[2]string{"key", "The columns that together point at one row. That they are unique is checked in every run."}},
	{"stand", [2]string{"stand van de gegevens", "De dag tot wanneer leveringen meetellen in een editie. Wat later bekend werd, staat er niet in."},
		[2]string{"data as known on", "The day up to which deliveries count in an edition. What became known later is not in it."}},
	{"stock", [2]string{"stand", "Een cijfer op een dag: wat er toen was, zoals bezette plaatsen. Standen van verschillende dagen worden nooit opgeteld."},
		[2]string{"stock", "A figure on a day: what there was, such as occupied places. Stocks of different days are never added up."}},
	{"verwerkingsregister", [2]string{"verwerkingsregister", "Het register van verwerkingsactiviteiten (AVG art. 30), met het nummer van deze verwerking."},
		[2]string{"processing register", "The record of processing activities (GDPR art. 30), with the number of this one."}},
	{"view", [2]string{"view", "Een tabel die niet bewaard wordt maar bij elke vraag opnieuw gelezen, en die daarom geen eigen bestand heeft."},
		[2]string{"view", "A table that is not kept but read anew for every question, and so has no file of its own."}},
	{"vingerafdruk", [2]string{"vingerafdruk", "SHA-256: een reeks van 64 tekens die verandert zodra één teken van een bestand verandert."},
		[2]string{"fingerprint", "SHA-256: 64 characters that change as soon as one character of a file does."}},
	{"volledig", [2]string{"volledige telling", "Alles wat geregistreerd is, werd geteld. Er is geen steekproef en dus geen foutenmarge; wat niet geregistreerd is, telt niet mee."},
		[2]string{"full count", "Everything that was registered was counted. There is no sample and so no margin of error; what was not registered does not count."}},
}
