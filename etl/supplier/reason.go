package supplier

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// Reject is one broken rule of one row, as a reject file holds it.
type Reject struct {
	Line   int64
	Column string // of the contract; "" for the whole row; several, for a key
	Rule   string
	Reason string // English
	Seen   string // protected
}

// speaker says in Dutch what is wrong with the rows of one file.
type speaker struct {
	entity  *models.Entity    // nil when no contract knows the entity any more
	headers map[string]string // column of the contract -> name in the file
}

// cells gives the text of a column in the row at hand, and whether it is known.
type cells func(column string) (string, bool)

// shown is how much of a cell a sentence repeats.
const shown = 80

// Sentences that stand for a rule whatever the contract says.
var plain = map[string]string{
	"shortened":     "is door een rekenblad ingekort; verwacht: alle cijfers (maak de kolom in het rekenblad tekst en exporteer opnieuw)",
	"integer":       "is geen geheel getal; verwacht: een getal zoals 12",
	"yes_no":        "is geen ja of nee; verwacht: Ja of Nee",
	"insz":          "is geen geldig rijksregisternummer of BIS-nummer; verwacht: 11 cijfers met juiste controlecijfers, met de nullen vooraan",
	"kbo_number":    "is geen geldig ondernemingsnummer; verwacht: 10 cijfers met juiste controlecijfers",
	"nis_code":      "is geen NIS-code van een Vlaamse gemeente; verwacht: vijf cijfers, zoals 11002",
	"municipality":  "is geen naam van een Vlaamse gemeente",
	"unreadable":    "De regel kan niet gelezen worden",
	"quarantine":    "De rij zelf is goed, maar het bestand is in zijn geheel geweigerd",
	"added":         "staat ook op een eerdere regel; de aantallen zijn opgeteld",
	"duplicate_row": "is dezelfde rij als een eerdere",
	"unique":        "heeft dezelfde sleutel als een eerdere rij, met andere waarden; verwacht: één rij per sleutel",
}

var (
	already = regexp.MustCompile(` stands in line ([0-9]+) already`)
	nearest = regexp.MustCompile(`; nearest: (.+)$`)
	meant   = regexp.MustCompile(`; it means (.+?)(?:; nearest: .*)?$`)
	lookDay = regexp.MustCompile(`want a date in (.+) to (look the name up|take the age) at$`)
	notPast = regexp.MustCompile(`want a day not after (.+)$`)
)

// Say gives what is wrong, for someone who knows the file and not the contract.
func (s *speaker) say(r Reject, of cells) string {
	if r.Rule == "unreadable" {
		return unreadable(r.Reason)
	}
	col := s.column(r.Column)
	if col == nil {
		return s.ofKey(r)
	}
	text, known := of(r.Column)
	head := fmt.Sprintf("Kolom %s: ", s.name(r.Column))
	if col.FromName != "" {
		head, text, known = "De naam van het bestand: ", r.Seen, true
	}
	empty := known && strings.Trim(text, models.Around) == ""
	if empty && r.Rule == "required" {
		return head + "is leeg; verwacht: een waarde."
	}
	value := "de waarde "
	switch {
	case empty:
		value = "de lege cel "
	case known && !protect.Masked(col):
		value = "de waarde " + quoted(text) + " "
	}
	return head + value + s.about(r, col, text, of) + looks(r.Reason) + "."
}

// about gives the rest of the sentence, behind the value.
func (s *speaker) about(r Reject, col *models.Column, text string, of cells) string {
	if m := lookDay.FindStringSubmatch(r.Reason); m != nil {
		return fmt.Sprintf("kan niet gelezen worden zonder datum in kolom %q; verwacht: een datum in die kolom", m[1])
	}
	switch r.Rule {
	case "required":
		return "betekent dat er geen waarde is; verwacht: een waarde"
	case "decimal":
		return s.decimal(col)
	case "percent":
		return s.percent(col)
	case "date", "month", "quarter", "half_month", "financial_year", "year":
		return s.day(r, col, text)
	case "range":
		return s.between(r, col)
	case "code":
		return s.code(r, col)
	case "nis_code", "municipality":
		return plain[r.Rule] + hints(r)
	case "matches":
		if strings.Contains(r.Reason, "without blanks around it") {
			return "heeft spaties voor of achter; verwacht: dezelfde tekst zonder"
		}
		return "heeft niet de afgesproken vorm; verwacht: tekst volgens het patroon " + col.Matches
	case models.RuleNotBefore, models.RuleAtMost, models.RuleSum, models.RuleSame, models.RuleSameMonth, models.RuleSameYear, models.RuleRatio, models.RuleMedian:
		return s.beside(r, of)
	case "unique", "duplicate_row", "added":
		return repeated(r)
	}
	if sentence, ok := plain[r.Rule]; ok {
		return sentence
	}
	return fmt.Sprintf("voldoet niet aan regel %s (technisch: %s)", r.Rule, r.Reason)
}

// ofKey says what is wrong with a row, or with several of its columns together.
func (s *speaker) ofKey(r Reject) string {
	names := s.names(r.Column)
	switch {
	case len(names) == 0 && plain[r.Rule] != "":
		return plain[r.Rule] + "."
	case len(names) == 0:
		return fmt.Sprintf("De rij voldoet niet aan regel %s (technisch: %s).", r.Rule, r.Reason)
	case r.Rule == "unique" || r.Rule == "duplicate_row" || r.Rule == "added":
		return fmt.Sprintf("Kolommen %s: de rij %s.", strings.Join(names, ", "), repeated(r))
	}
	return fmt.Sprintf("Kolom %s: voldoet niet aan regel %s (technisch: %s).", strings.Join(names, ", "), r.Rule, r.Reason)
}

// repeated names the earlier row.
func repeated(r Reject) string {
	m := already.FindStringSubmatch(r.Reason)
	if m == nil {
		return plain[r.Rule]
	}
	switch r.Rule {
	case "duplicate_row":
		return "staat al op regel " + m[1] + ", met dezelfde waarden; verwacht: elke rij één keer"
	case "added":
		return "staat ook op regel " + m[1] + "; de aantallen zijn bij die regel opgeteld"
	}
	return "staat al op regel " + m[1] + ", met andere waarden; verwacht: één rij per sleutel"
}

// hints repeats what Peil knows of a text that it does not accept.
func hints(r Reject) string {
	out := ""
	if m := meant.FindStringSubmatch(r.Reason); m != nil {
		about := strings.NewReplacer(" from ", " vanaf ", " until ", " tot en met ", " since ", " sinds ", " or ", " of ").Replace(m[1])
		out += "; de waarde betekent: " + about
	}
	if m := nearest.FindStringSubmatch(r.Reason); m != nil {
		out += "; lijkt op: " + m[1]
	}
	return out
}

func (s *speaker) code(r Reject, col *models.Column) string {
	if col.Reference != nil {
		return fmt.Sprintf("staat niet in de lijst %q, of daar meer dan één keer%s", col.Reference.List, hints(r))
	}
	const most = 12
	var texts []string
	for _, code := range slices.Sorted(maps.Keys(col.Values)) {
		if len(col.Values[code]) == 0 {
			texts = append(texts, code)
		}
		texts = append(texts, col.Values[code]...)
	}
	out := "staat niet in de lijst; verwacht: " + strings.Join(texts[:min(most, len(texts))], ", ")
	if len(texts) > most {
		out += fmt.Sprintf(" … (%d in het geheel)", len(texts))
	}
	return out
}

// decimal gives an example of the number that is wanted.
func (s *speaker) decimal(col *models.Column) string {
	sign, _ := s.entity.Signs(col)
	_, scale := col.Digits()
	example := "1234"
	if scale > 0 {
		example += sign + strings.Repeat("5", scale)
	}
	switch col.Type {
	case "amount_eur":
		return "is geen bedrag in euro; verwacht: een bedrag zoals " + example
	case "amount":
		return fmt.Sprintf("is geen bedrag in %s; verwacht: een bedrag zoals %s", col.Currency, example)
	}
	return "is geen getal dat gelezen kan worden; verwacht: een getal zoals " + example
}

func (s *speaker) percent(col *models.Column) string {
	sign, _ := s.entity.Signs(col)
	_, scale := col.Digits()
	want := fmt.Sprintf("12%s5 %%", sign)
	switch col.WrittenAs {
	case "percent":
		want += fmt.Sprintf(" of 12%s5", sign)
	case "share":
		want = fmt.Sprintf("0%s125 of %s", sign, want)
	}
	return fmt.Sprintf("is geen percentage dat gelezen kan worden; verwacht: een percentage zoals %s, met hoogstens %d cijfers achter het teken", want, max(0, scale-2))
}

// between says which values are allowed.
func (s *speaker) between(r Reject, col *models.Column) string {
	if m := notPast.FindStringSubmatch(r.Reason); m != nil {
		return fmt.Sprintf("ligt na kolom %q; verwacht: een dag die niet later is", m[1])
	}
	switch {
	case len(col.Range) != 2 && col.Type == "percent":
		return "ligt niet tussen 0 % en 100 %"
	case len(col.Range) != 2:
		return "ligt buiten de grenzen"
	case col.Dated():
		return fmt.Sprintf("ligt buiten de periode; verwacht: van %s tot en met %s", dayOf(col.Range[0]), dayOf(col.Range[1]))
	}
	sign, _ := s.entity.Signs(col)
	return fmt.Sprintf("ligt buiten de grenzen; verwacht: van %s tot en met %s", number(col.Range[0], sign), number(col.Range[1], sign))
}

func number(of float64, sign string) string {
	return strings.ReplaceAll(strconv.FormatFloat(of, 'f', -1, 64), ".", sign)
}

// dayOf writes a day that the contract holds as yyyymmdd.
func dayOf(of float64) string {
	n := int(of)
	return fmt.Sprintf("%02d/%02d/%04d", n%100, n/100%100, n/10000)
}

// column finds a column of the contract; nil for none, or more than one.
func (s *speaker) column(name string) *models.Column {
	if s.entity == nil || name == "" {
		return nil
	}
	for i := range s.entity.Columns {
		if s.entity.Columns[i].Name == name {
			return &s.entity.Columns[i]
		}
	}
	return nil
}

// name gives a column as the file calls it.
func (s *speaker) name(column string) string {
	if h := s.headers[column]; h != "" {
		return strconv.Quote(h)
	}
	if c := s.column(column); c != nil && c.FromName != "" {
		return "in de naam van het bestand"
	} else if c != nil {
		return strconv.Quote(c.Headers()[0])
	}
	return strconv.Quote(column)
}

// names gives the columns that a reject names, as the file calls them: none, one, or
// those of a key.
func (s *speaker) names(columns string) []string {
	var out []string
	for name := range strings.SplitSeq(columns, ", ") {
		if name != "" {
			out = append(out, s.name(name))
		}
	}
	return out
}

// quoted gives a cell inside a sentence.
func quoted(text string) string {
	if runes := []rune(text); len(runes) > shown {
		text = string(runes[:shown]) + "…"
	}
	return "“" + models.Visible(text) + "”"
}
