package finding_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// waited is waits that end from one day to the next, so many a day.
func waited(from, to, each int) *models.SampleGroup {
	g := &models.SampleGroup{}
	for day := from; day <= to; day++ {
		g.Values = append(g.Values, models.SampleValue{Value: float64(day), Count: int64(each), Ended: int64(each)})
	}
	return g
}

// One wait that ended on the first day makes no municipality different from the rest: the
// log-rank test's approximation gave it a p of next to nothing.
func TestASingleQuickWaitIsNotNamed(t *testing.T) {
	groups := []finding.Group{sampled(named("Gent"), waited(1, 60, 8)), sampled(named("Aalst"), waited(1, 60, 6)), sampled(named("Herstappe"), waited(1, 1, 1))}
	f, err := finding.Among(waits, groups)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Mediane wachttijd: geen aanwijzing dat een van 3 groepen van de rest verschilt; dat is geen bewijs dat er geen verschil is."; f.Sentence.NL != want {
		t.Errorf("got  %s\nwant %s", f.Sentence.NL, want)
	}
	if !warns(f, "p komt uit 9.999 willekeurige verdelingen van de wachttijden") {
		t.Errorf("nothing is said of where p comes from: %v", f.Warnings)
	}
	// Of two periods or groups as well, and of curves laid beside each other.
	two, err := finding.Between(waits, groups[2], groups[0])
	if err != nil || strings.Contains(two.Sentence.NL, "Dat is een aanwijzing") || !warns(two, "willekeurige verdelingen") {
		t.Errorf("%s, %v %v", two.Sentence.NL, two.Warnings, err)
	}
	curves, err := finding.Survive(waits, groups)
	if err != nil || !strings.Contains(curves.Sentence.NL, "Geen aanwijzing voor een verschil tussen de groepen") || !warns(curves, "willekeurige verdelingen") {
		t.Errorf("%s, %v %v", curves.Sentence.NL, curves.Warnings, err)
	}
	if want := "Herstappe: mediaan 1 dag (te weinig gegevens voor een interval); 1 wachttijd, die afgelopen is."; !strings.Contains(curves.Sentence.NL, want) {
		t.Errorf("got  %s\nwant %s", curves.Sentence.NL, want)
	}
	if !warns(curves, "Herstappe: weinig voorvallen: 1 afgelopen wachttijd.") {
		t.Errorf("a warning does not say of whom it is: %v", curves.Warnings)
	}
	// A difference that is there is found in few as well.
	slow, err := finding.Between(waits, sampled(named("Gent"), waited(1, 6, 1)), sampled(named("Aalst"), waited(31, 60, 8)))
	if err != nil || !strings.Contains(slow.Sentence.NL, "Dat is een aanwijzing") {
		t.Errorf("%s, %v", slow.Sentence.NL, err)
	}
}

// A group in which nothing has ended is the slowest there is: it is named, and compared.
func TestAGroupInWhichNothingEndedIsCompared(t *testing.T) {
	open := &models.SampleGroup{Values: []models.SampleValue{{Value: 90, Count: 40}}}
	f, err := finding.Survive(waits, []finding.Group{sampled(named("Gent"), waited(1, 40, 4)), sampled(named("Aalst"), open)})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"160 wachttijden, die allemaal afgelopen zijn.", "Aalst: nog geen enkele wachttijd is afgelopen.", "Aanwijzing voor een verschil tussen de groepen (log-ranktoets: p < 0,001)"} {
		if !strings.Contains(f.Sentence.NL, want) {
			t.Errorf("got %s\nwithout %s", f.Sentence.NL, want)
		}
	}
}

// What came less what went is no count of events: 149 against 46, each what is left of
// thousands that came and went, is no sign of a difference.
func TestANetChangeIsNotTestedAsACount(t *testing.T) {
	net := *questions
	net.Range = nil
	now, before := named("nu"), named("toen")
	now.Days, before.Days = 181, 184
	now.Cell, before.Cell = finding.Cell{Value: 149, Known: true}, finding.Cell{Value: 46, Known: true}
	f, err := finding.Between(&net, now, before)
	if err != nil {
		t.Fatal(err)
	}
	if want := "een verschil van +103. Dit cijfer heeft geen interval, dus over toeval is niets te zeggen."; !strings.Contains(f.Sentence.NL, want) {
		t.Errorf("got %s\nwithout %s", f.Sentence.NL, want)
	}
}

// Days of which weekends are left out are called so.
func TestWorkingDaysAreNotCalledDays(t *testing.T) {
	working := *answers
	working.UnitNL, working.UnitEN = "werkdagen", "working days"
	f, err := finding.Survive(&working, []finding.Group{{Sample: waited(1, 20, 3)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"mediaan 10 werkdagen", "afgelopen binnen 30 werkdagen 100,0\u00a0%, 60 werkdagen 100,0\u00a0% en 90 werkdagen 100,0\u00a0%"} {
		if !strings.Contains(f.Sentence.NL, want) {
			t.Errorf("got %s\nwithout %s", f.Sentence.NL, want)
		}
	}
	if !strings.Contains(f.Sentence.EN, "median 10 working days") {
		t.Errorf("got %s", f.Sentence.EN)
	}
}

func warns(f finding.Finding, text string) bool {
	for _, w := range f.Warnings {
		if strings.Contains(w.NL, text) {
			return true
		}
	}
	return false
}
