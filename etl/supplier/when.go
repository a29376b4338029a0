package supplier

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// How the words of a form are called, what they look like, and what they are in
// an example.
var words = map[string]struct{ name, pattern, example string }{
	"YYYY": {"jaar", "[0-9]{4}", "2022"}, "YY": {"jaar", "[0-9]{2}", "22"},
	"MMMM": {"maand", "[A-Za-z]+[.]?", "december"}, "MMM": {"maand", "[A-Za-z]+[.]?", "dec"},
	"MM": {"maand", "[0-9]{2}", "12"}, "M": {"maand", "[0-9]{1,2}", "12"},
	"DD": {"dag", "[0-9]{2}", "31"}, "D": {"dag", "[0-9]{1,2}", "31"},
	"hh": {"uur", "[0-9]{2}", "00"}, "mm": {"minuut", "[0-9]{2}", "00"}, "ss": {"seconde", "[0-9]{2}", "00"},
}

// periods are what the types of days are called: what it is, and its first day.
var periods = map[string][2]string{
	"date": {"datum", "dag"}, "month": {"maand", "maand"}, "quarter": {"kwartaal", "kwartaal"}, "half_month": {"halve maand", "halve maand"},
	"financial_year": {"boekjaar", "boekjaar"}, "year": {"jaar", "jaar"},
}

// day says what is wrong with a date or a period: that it does not exist, that it
// is written in another way, or that it is not the day that stands for a period.
func (s *speaker) day(r Reject, col *models.Column, text string) string {
	names := periods[r.Rule]
	switch {
	case strings.Contains(r.Reason, "want the first day of"):
		return fmt.Sprintf("is niet de eerste dag van een %s", names[1])
	case strings.Contains(r.Reason, "from 1900 to 2100"):
		return "is geen dag na 1 januari 1900 en voor 2101 (1 januari 1900 staat meestal voor onbekend); verwacht: de echte datum"
	}
	var wanted []string
	exists := true
	for _, form := range s.entity.Forms(col) {
		f, err := models.ParseForm(col.Type, form, col.StartsIn)
		if err != nil {
			continue
		}
		name, example, pattern := "", "", ""
		for _, p := range f.Parts {
			w, ok := words[p.Word]
			if !ok {
				w = struct{ name, pattern, example string }{p.Sign, regexp.QuoteMeta(p.Sign), p.Sign}
			}
			name, example, pattern = name+w.name, example+w.example, pattern+w.pattern
		}
		if col.Type != "date" && col.Type != "month" {
			name, example = "", f.Example(col.Start())
		}
		want := "bijvoorbeeld " + example
		if name != "" {
			want = name + ", " + want
		}
		wanted = append(wanted, want)
		like, err := regexp.Compile("^" + pattern + "$")
		exists = exists && (err != nil || col.Type != "date" || !like.MatchString(strings.Trim(text, models.Around)))
	}
	wanted = slices.Compact(wanted)
	out := "is geen " + names[0] + " in een afgesproken vorm"
	if !exists {
		out = "is geen bestaande datum"
	}
	if len(wanted) == 0 {
		return out
	}
	return out + "; verwacht: " + strings.Join(wanted[:min(2, len(wanted))], "; of ")
}

// beside says how the columns of a row contradict each other.
func (s *speaker) beside(r Reject, of cells) string {
	rule := s.ruleOf(r)
	if rule == nil {
		return fmt.Sprintf("past niet bij de andere kolommen van de rij (regel %s)", r.Rule)
	}
	var names []string
	for _, column := range rule.Columns()[1:] {
		name := "kolom " + s.name(column)
		if text, known := of(column); known && !s.masked(column) {
			name += " (" + quoted(text) + ")"
		}
		names = append(names, name)
	}
	others := strings.Join(names, " en ")
	give := ""
	if rule.Tolerance > 0 {
		give = fmt.Sprintf(", op %s na", number(rule.Tolerance, ","))
	}
	switch r.Rule {
	case models.RuleNotBefore:
		return "ligt voor " + others + "; verwacht: niet ervoor"
	case models.RuleAtMost:
		return "is meer dan " + others + "; verwacht: hoogstens evenveel" + give
	case models.RuleSame:
		return "is anders dan " + others + "; verwacht: hetzelfde" + give
	case models.RuleSum:
		return "is niet de som van " + others + "; verwacht: de som" + give
	case models.RuleSameMonth:
		return "valt niet in dezelfde maand als " + others
	case models.RuleSameYear:
		return "valt niet in hetzelfde jaar als " + others
	case models.RuleRatio:
		return fmt.Sprintf("past niet bij %s; verwacht: van %s tot %s keer die waarde", others, number(rule.Ratio.Range[0], ","), number(rule.Ratio.Range[1], ","))
	}
	return "ligt ver van het midden van de levering"
}

// masked tells whether the texts of a column are not repeated in sentences.
func (s *speaker) masked(column string) bool {
	c := s.column(column)
	return c == nil || c.Protected()
}

// ruleOf finds the rule of the contract that a reject is about: rejects name its
// kind and its first column. Of several, the one whose columns the reason names.
func (s *speaker) ruleOf(r Reject) *models.RowRule {
	var found *models.RowRule
	for i := range s.entity.Rules {
		rule := &s.entity.Rules[i]
		if rule.Kind() != r.Rule || rule.Columns()[0] != r.Column {
			continue
		}
		var headers []string
		for _, column := range rule.Columns()[1:] {
			headers = append(headers, strings.Trim(s.name(column), `"`))
		}
		if found == nil || strings.Contains(r.Reason, strings.Join(headers, ", ")) {
			found = rule
		}
	}
	return found
}
