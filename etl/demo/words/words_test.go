package words_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/words"
)

func TestQuestionsNameTheirTopicAndAreFilledIn(t *testing.T) {
	s := chance.New(1)
	seen := map[string]bool{}
	for range 500 {
		q := words.Question(s, "Toegang tot de tool")
		if !strings.Contains(q, "toegang tot de tool") || strings.ContainsAny(q, "{}%") {
			t.Fatalf("got %q", q)
		}
		seen[q] = true
	}
	if len(seen) < 100 {
		t.Errorf("500 questions in %d ways", len(seen))
	}
}

func TestMailCannotBeSent(t *testing.T) {
	if got := words.Mail("D'yachenko", "Olena"); got != "olenadyachenko@voorbeeld.invalid" {
		t.Errorf("got %q", got)
	}
}

func TestPhonesHaveTheirDigits(t *testing.T) {
	s := chance.New(1)
	for range 100 {
		p := words.Phone(s)
		digits := strings.NewReplacer(" ", "", "/", "", ".", "", "+32", "0").Replace(p)
		if len(digits) != 10 || !strings.HasPrefix(digits, "04") || strings.Contains(p, "#") {
			t.Fatalf("got %q", p)
		}
	}
}
