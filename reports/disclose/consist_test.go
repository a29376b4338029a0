package disclose_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func stock(name, over string) *models.Metric {
	return &models.Metric{Name: name, Unit: "places", Protects: "person", Kind: "stock", Relation: "fct_" + name, OverTime: "last", OverPlace: over, OverGroups: over, Dimensions: map[string]string{"town": "town", "province": "province"}}
}

// Of b 3 are taken, which is what it has less what is free there.
func TestAWholeAndAPartTellNoOtherPart(t *testing.T) {
	p := project()
	has, taken, free := stock("has", "sum"), stock("taken", "sum"), stock("free", "sum")
	p.Metrics = []*models.Metric{has, taken, free}
	at := day("2023-02-28")
	answers := []*models.MetricResult{
		table(has, by(at, "town"), "a 50, b 13, d 60, e 12"),
		table(free, by(at, "town"), "a 10, b 10, d 20, e 12"),
		table(taken, by(at, "town"), "a 40, b 3, d 40"), // and nobody in e, who has no row
	}
	if got := judged(t, p, nil, answers...); got != "taken b" {
		t.Fatalf("unbound: %q is hidden", got)
	}
	has.Parts = []string{"taken", "free"}
	if got := judged(t, p, nil, answers...); got != "has b, taken b" && got != "free b, taken b" {
		t.Errorf("%q is hidden, want what b has or what is free there too", got)
	}
	// Free is what e has, of which a page must not tell one where it may not tell the other.
	answers[0], answers[1] = table(has, by(at, "town"), "a 50, b 13, d 60, e 3"), table(free, by(at, "town"), "a 10, b 10, d 20, e 3")
	answers[1].Rows[3].N = 0 // it is about those who are there
	if got := judged(t, p, nil, answers...); !strings.Contains(got, "has e") || !strings.Contains(got, "free e") {
		t.Errorf("%q is hidden, want e in both", got)
	}
}

// In b 3 went in February, which is what was there and came, less what is there.
func TestAStockTellsNobodyWhoWent(t *testing.T) {
	p, _, came, went, there := balanced()
	p.Metrics = []*models.Metric{came, went, there}
	answers := []*models.MetricResult{
		table(there, by(day("2023-01-31"), "town"), "a 50, b 40, d 2"),
		table(there, by(day("2023-02-28"), "town"), "a 62, b 48"),
		table(came, by(month("02"), "town"), "a 20, b 11"),
		table(went, by(month("02"), "town"), "a 8, b 3, d 2"),
	}
	if got := judged(t, p, nil, answers...); got != "there d, closed b, closed d" {
		t.Fatalf("unbound: %q is hidden", got)
	}
	there.Balance = &models.Balance{In: "opened", Out: "closed"}
	if got := judged(t, p, nil, answers...); got != "there d, opened b, closed b, closed d" {
		t.Errorf("%q is hidden, want what came to b too, and no more of d", got)
	}
	answers[1] = table(there, by(day("2023-02-28"), "town"), "a 62, b 90") // it merged with another
	if got := judged(t, p, nil, answers...); got != "there d, closed b, closed d" {
		t.Errorf("after a merger: %q is hidden", got)
	}
	answers = answers[1:3]
	if got := judged(t, p, nil, answers...); got != "" {
		t.Errorf("of half of it %q is hidden", got)
	}
}

// Households of towns make those of their province, unless the numbers show that one of them
// lives in two.
func TestWhatAddsUpInThisEditionIsTakenToDoSo(t *testing.T) {
	p := project()
	homes := stock("homes", "none")
	homes.Unit = "households"
	p.Metrics = []*models.Metric{homes}
	for provinces, want := range map[string]string{
		"north 73, south 110": "b, c", // it does add up
		"north 72, south 110": "c",    // one household lives in a and in b
		"north 90, south 110": "c",    // a table lacks what the other has
	} {
		got := judged(t, p, nil,
			table(homes, by(day("2023-02-28"), "town"), "a 40, b 30, c 3, d 60, e 50"),
			table(homes, by(day("2023-02-28"), "province"), provinces))
		if got = strings.ReplaceAll(got, "homes ", ""); got != want {
			t.Errorf("%s: %q is hidden, want %s", provinces, got, want)
		}
	}
}
