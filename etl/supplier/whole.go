package supplier

import (
	"regexp"
	"strings"
)

// turn says in Dutch what a message says in English.
type turn struct {
	english *regexp.Regexp
	dutch   string // with $1, $2 ... as regexp.Expand wants them
}

func turns(pairs ...string) []turn {
	var out []turn
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, turn{regexp.MustCompile(pairs[i]), pairs[i+1]})
	}
	return out
}

// rowTurns are why a line cannot be read as a row.
var rowTurns = turns(
	`^has ([0-9]+) cells?, the header has ([0-9]+) columns?$`, `Het aantal cellen van de regel is $1, de kop van het bestand heeft $2 kolommen.`,
	`^cell ([0-9]+) is outside the ([0-9]+) columns of the header: the row has ([0-9]+) cells$`, `De regel heeft $3 cellen, de kop van het bestand heeft $2 kolommen: staat er een scheidingsteken in een tekst zonder aanhalingstekens?`,
	`^(?:cell )?(\S+) is outside the ([0-9]+) columns of the header`, `Cel $1 staat buiten de $2 kolommen van de kop.`,
	`is in a column without a name$`, `De regel heeft een waarde in een kolom zonder naam.`,
	`^a quote is opened and not closed`, `Een aanhalingsteken in deze regel wordt niet gesloten.`,
	`^truncated: the quote`, `Een aanhalingsteken wordt niet gesloten voor het einde van het bestand.`,
	`^truncated:`, `Het bestand breekt midden in deze regel af.`,
	`^a quote inside a cell is not doubled`, `Een aanhalingsteken in een tekst is niet verdubbeld, waardoor de cellen niet te onderscheiden zijn.`,
	`NUL (byte|character)`, `De regel heeft tekens die geen tekst zijn: het bestand is beschadigd.`,
	`^holds bytes that mean nothing in (.+)$`, `De regel heeft tekens die niet bestaan in de tekenset $1.`,
	`^is not JSON`, `De regel is geen geldige JSON.`,
	`^has the key (".*") twice$`, `De sleutel $1 staat twee keer in de regel.`,
	`^has a text under (".*") that is no Unicode`, `De tekst onder $1 heeft tekens die niet bestaan.`,
	`^is not an (?:array|object)$`, `De regel is van een andere soort dan de andere records van het bestand.`,
	`^is nested deeper than ([0-9]+) levels$`, `De regel bevat meer dan $1 niveaus binnen elkaar.`,
)

// fileTurns are why a file is refused whole.
var fileTurns = turns(
	`, (?:but|which|and) the correction \S+:[0-9]+ `, `Een verbetering die wij zelf aanbrachten past niet meer bij het bestand; u hoeft hiervoor niets te doen.`,
	`the file has no name that the contract knows: it has \[(.*?)\], want names like \[(.*?)\]`, `Geen enkele afgesproken kolom staat in het bestand; er staat: $1; verwacht: $2.`,
	`the file has no column "(.*?)" \(`, `Kolom "$1" ontbreekt in het bestand.`,
	`that the contract does not know: it is number [0-9]+ that is called "(.*?)"`, `Kolom "$1" staat meer dan één keer in het bestand.`,
	`that the contract does not know: column ([0-9]+) has values and no name`, `Kolom $1 van het bestand heeft waarden maar geen naam.`,
	`the file has more than one column "(.*?)" \(`, `Kolom "$1" staat meer dan één keer in het bestand.`,
	`the file has a column "(.*?)" that the contract does not know`, `Kolom "$1" is niet afgesproken.`,
	`columns? "(.*?)" and "(.*?)" of the file are both`, `Kolommen "$1" en "$2" zijn dezelfde kolom.`,
	`^([0-9]+) rows are rejected, more than the ([0-9]+) that the contract allows`, `$1 rijen zijn geweigerd; er mogen er hoogstens $2 zijn.`,
	`^([0-9]+) of ([0-9]+) rows are rejected, more than the share of ([0-9.]+)`, `$1 van de $2 rijen zijn geweigerd; dat is een groter deel dan afgesproken ($3).`,
	`^line ([0-9]+): the total of (.+) is "(.*)", but the rows come to (\S+)$`, `Het totaal van $2 op regel $1 is "$3", maar de rijen samen geven $4.`,
	`^line ([0-9]+): the total of (.+) is "(.*)", which is no number`, `Het totaal van $2 op regel $1 is "$3", wat geen getal is.`,
	`has no totals row, and its contract holds one`, `Er is geen rij met totalen, die wel is afgesproken: misschien ontbreekt het einde van het bestand.`,
	`has no (\S+) in its name`, `De naam van het bestand is anders dan afgesproken: er staat geen $1 in.`,
	`zip bomb|holds more than [0-9]+ MiB|parts, more than the|sheets, more than the|so far from each other|has [0-9]+ columns, more than`, `Het bestand pakt uit tot veel meer dan een export kan zijn; lever alleen de tabel zelf.`,
	`^is no text: `, `Het bestand is geen tekst, maar ook geen Excel-werkmap (.xlsx): kijk na wat er geëxporteerd is.`,
	`is UTF-8: every byte of it is.*; want (\S+) as`, `De tekenset van het bestand is utf-8; afgesproken is $1.`,
	`is (\S+) by its byte order mark, want (\S+?)(?:;|$)`, `De tekenset van het bestand is $1; afgesproken is $2.`,
	`^is (?:text \(CSV\)|JSON|a ZIP archive or an Excel workbook), want (csv|xlsx|json)\b`, `Het bestand is van een andere soort dan afgesproken is: $1.`,
	`password`, `Het bestand is beveiligd met een wachtwoord; lever het zonder.`,
	`old Excel work|XML spreadsheet of 2003|web archive saved as a spreadsheet|web page \(HTML\)`, `Het bestand is opgeslagen in een oude of vreemde vorm; sla het in Excel op als .xlsx en lever dat.`,
	`binary Excel workbook|OpenDocument spreadsheet`, `Het bestand is een rekenblad van een andere soort; sla het op als .xlsx en lever dat.`,
	`is a PDF|Word document|text document|picture|Outlook`, `Het bestand is geen tabel maar een document of een afbeelding; lever de tabel zelf, als .xlsx of CSV.`,
	`archive|compressed with`, `Het bestand is een archief; pak het uit of lever de werkmap zelf.`,
	`want CSV, XLSX or JSON|want \.xlsx`, `Het bestand is geen CSV, geen Excel-werkmap (.xlsx) en geen JSON.`,
	`^([0-9]+) rows cannot be read, the last because`, `$1 regels kunnen niet gelezen worden; past het scheidingsteken bij wat afgesproken is?`,
	`a quote is opened and not closed|a row is longer than`, `Een aanhalingsteken wordt geopend en niet gesloten.`,
	`is cut off|cut off or damaged|is damaged|cannot be unpacked|truncated|(?:^|: )part |lacks its part|holds the part .* twice`, `Het bestand is beschadigd of niet volledig; lever het opnieuw.`,
	`is not JSON|has more text behind|not one array`, `Het bestand is geen geldige JSON.`,
	`has '\\t' between its cells, want '(.+)' as`, `Het scheidingsteken tussen de cellen is een tab; afgesproken is “$1”.`,
	`has '(.+)' between its cells, want '(.+)' as`, `Het scheidingsteken tussen de cellen is “$1”; afgesproken is “$2”.`,
	`has several arrays: \[(.*?)\]`, `Het bestand heeft meer dan één lijst met records ($1); lever er één, of zeg welke telt.`,
	`has no (".*?"), want the array at`, `De afgesproken lijst met records staat niet in het bestand: $1 ontbreekt.`,
	`has no array of objects at`, `De afgesproken lijst met records staat niet in het bestand.`,
	`has objects, of which the keys are the names`, `De records van het bestand hebben namen, en afgesproken zijn rijen zonder namen.`,
	`different keys|nested deeper|a value is longer than`, `Het bestand is zo opgebouwd dat het niet als tabel gelezen kan worden.`,
	`has [0-9]+ sheets that match "(.*?)"`, `Meer dan één blad past bij de afgesproken naam “$1”; lever één blad, of zeg welk blad telt.`,
	`has no sheet "(.*?)", it has \[(.*?)\]`, `Het afgesproken blad “$1” staat niet in de werkmap; er staat: $2.`,
	`has only hidden sheets`, `Alle bladen van de werkmap zijn verborgen.`,
	`has the columns in sheets`, `Dezelfde tabel staat op meer dan één blad; lever één blad, of zeg welk blad telt.`,
	`is not UTF-8|UTF-32|mean nothing`, `De tekens van het bestand passen niet bij de afgesproken tekenset.`,
	`there is no such sheet|has no worksheet|is not a sheet|no visible sheet`, `Het afgesproken blad staat niet in de werkmap.`,
	`two columns are both "(.*?)" once`, `Twee kolommen worden allebei “$1” als hun kolommen rijen worden.`,
	`unpivot makes a column "(.*?)", but`, `Het bestand heeft al een kolom “$1”, die bij het inlezen ontstaat.`,
	`no column matches`, `De kolommen die rijen worden (zoals jaren) zijn niet gevonden.`,
	`(^|: )(is empty|the file is empty|has no rows)`, `Het bestand is leeg.`,
	`holds no text from row ([0-9]+) on`, `Het bestand is leeg vanaf rij $1, waar de kop is afgesproken.`,
	`holds no text`, `Het bestand bevat geen enkele tekst.`,
	`no row has the column names .*the nearest is \[(.*?)\], want names like \[(.*?)\]`, `De kop met de afgesproken kolommen is niet gevonden; het dichtst erbij: $1; verwacht: $2.`,
	`no row has the column names .*nothing like it, want names like \[(.*?)\]`, `De kop met de afgesproken kolommen is niet gevonden; verwacht: $1.`,
	`no header|no row has the column names|no row looks like a header|the header begins here|the contract says that the header is`, `De kop met de afgesproken kolommen is niet gevonden.`,
)

// unreadable says why a line cannot be read as a row.
func unreadable(reason string) string {
	return translate(rowTurns, reason, "De regel kan niet gelezen worden")
}

// Whole says why a file is refused whole, a sentence each. A message names the
// file first, which who reads it knows.
func whole(quarantine, file string) []string {
	var out []string
	for line := range strings.SplitSeq(quarantine, "\n") {
		line = strings.TrimPrefix(line, file+": ")
		// Which contract and what to do in it is nothing that a supplier can act on.
		out = append(out, translate(fileTurns, line, "Het bestand kan niet ingelezen worden"))
	}
	return out
}

// translate gives the Dutch of a message. One that is not known is repeated as it
// is: a reason that nobody can read is better than none.
func translate(all []turn, message, otherwise string) string {
	for _, t := range all {
		if m := t.english.FindStringSubmatchIndex(message); m != nil {
			return string(t.english.ExpandString(nil, t.dutch, message, m))
		}
	}
	return otherwise + " (technisch: " + message + ")."
}
