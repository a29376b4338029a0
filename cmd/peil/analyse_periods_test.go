package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// findingOf runs peil analyse on the demo and gives its sentence, its numbers by name (of
// which the first counts when there are more) and its warnings.
func findingOf(t *testing.T, args ...string) (sentence string, numbers map[string]float64, warnings string) {
	t.Helper()
	var f struct {
		Sentence struct{ NL string }
		Warnings []struct{ NL string }
		Numbers  []struct {
			Name  string
			Value *float64
		}
	}
	text := peil(t, demoDir(t), append([]string{"analyse", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v: %v: %s", args, err, text)
	}
	numbers = map[string]float64{}
	for _, n := range f.Numbers {
		if _, ok := numbers[n.Name]; !ok && n.Value != nil {
			numbers[n.Name] = *n.Value
		}
	}
	for _, w := range f.Warnings {
		warnings += w.NL + "\n"
	}
	return f.Sentence.NL, numbers, warnings
}

// A season that begins in the middle of the data has the year before beside it all the
// same, and holds only the months that were asked.
func TestASeasonAsksForTheYearBefore(t *testing.T) {
	sentence, _, _ := findingOf(t, "questions_received", "--kind", "season", "--from", "2023-06", "--to", "2023-08")
	want := "0 hoger en 3 lager, van 3 maanden. Aanwijzing voor een verschil in juni 2023 (601 tegenover 755); juli 2023 (357 tegenover 524); augustus 2023 (439 tegenover 576)."
	if !strings.Contains(sentence, want) {
		t.Errorf("%s\nwant %s", sentence, want)
	}
}

// A period without anything is an answer, not a wrong question.
func TestAnEmptyPeriodCannotBeComputed(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"offers_accepted_share --kind interval", "niet te berekenen: er is geen cijfer voor deze periode."},
		{"questions_answer_median_days --kind interval", "niet te berekenen: er zijn geen waarden."},
		{"rehousing_median_days --kind survival", "niet te berekenen: er zijn geen wachttijden om te tellen."},
		{"offers_accepted_share --kind difference --against-from 2023-02 --against-to 2023-04", "niet te berekenen: een van beide heeft geen cijfer"},
	} {
		sentence, _, _ := findingOf(t, append(strings.Fields(c.args), "--from", "2021-01", "--to", "2021-02")...)
		if !strings.Contains(sentence, c.want) {
			t.Errorf("%s of two months before the data: %s", c.args, sentence)
		}
	}
}

// By hand: of December 2023 the demo's question log tells 25 days. 361 questions in 25
// days against 449 in the 30 of November is 0,9648 a day; over 31 days it would be 0,78.
func TestADifferenceCountsTheDaysThatTheSourcesTellAbout(t *testing.T) {
	against := []string{"--against-from", "2023-11", "--against-to", "2023-11"}
	for _, to := range []string{"2023-12", "2023-12-25"} {
		args := append([]string{"questions_received", "--kind", "difference", "--from", "2023-12", "--to", to}, against...)
		sentence, numbers, warnings := findingOf(t, args...)
		if want := 361.0 * 30 / (449 * 25); math.Abs(numbers["ratio"]-want) > 1e-9 || !strings.Contains(sentence, "Een van beide cijfers wijzigt nog") {
			t.Errorf("to %s the ratio is %v, want %v: %s", to, numbers["ratio"], want, sentence)
		}
		if said := strings.Contains(warnings, "gegevens tot en met 25 december 2023; het aantal per dag is berekend over 25 dagen."); said != (to == "2023-12") {
			t.Errorf("to %s: %s", to, warnings)
		}
	}
	args := append([]string{"questions_received", "--kind", "difference", "--from", "2024-02", "--to", "2024-02"}, against...)
	if sentence, _, _ := findingOf(t, args...); !strings.Contains(sentence, "niet te berekenen: over februari 2024 zijn er geen gegevens.") {
		t.Errorf("a month after the data: %s", sentence)
	}
}

// Municipalities without places belong to the spread of places: its Gini is that of the
// metric that SQL computes over all of them, and the empty ones are named.
func TestASpreadCountsMembersThatHaveNothing(t *testing.T) {
	t.Parallel()
	_, numbers, _ := findingOf(t, "places_registered", "--kind", "spread", "--by", "municipality", "--at", "2023-06-30")
	text := peil(t, demoDir(t), "metric", "places_gini", "--at", "2023-06-30", "--json")
	var metric []struct{ Value, N float64 }
	if err := json.Unmarshal([]byte(text), &metric); err != nil || len(metric) != 1 {
		t.Fatalf("places_gini: %v: %s", err, text)
	}
	if want := metric[0]; numbers["members"] != 300 || want.N != 300 || math.Abs(numbers["gini"]-want.Value) > 1e-9 {
		t.Errorf("Gini %v over %v members, places_gini is %v over %v", numbers["gini"], numbers["members"], want.Value, want.N)
	}
	sentence, numbers, _ := findingOf(t, "places_occupied", "--kind", "spread", "--by", "municipality", "--base", "displaced_per_1000")
	if numbers["members"] != 300 || !strings.Contains(sentence, "Eronder: Baarle-Hertog (0,00 keer); Kasterlee (0,00 keer)") {
		t.Errorf("empty municipalities do not stand under their share: %s", sentence)
	}
}
