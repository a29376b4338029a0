package models

import "testing"

// What a reader of one language has no text for is told in the other one.
func TestACheckIsToldInTheLanguageOfItsReader(t *testing.T) {
	whole := CheckResult{About: "Elke rij telt.", AboutEN: "Every row counts.", Owner: "datasteward", Fix: "look", FixNL: "kijk"}
	only := CheckResult{About: "Elke rij telt.", Fix: "look"}
	for _, c := range []struct{ got, want string }{
		{whole.AboutIn("nl"), "Elke rij telt."}, {whole.AboutIn("en"), "Every row counts."},
		{whole.FixIn("nl"), "kijk"}, {whole.FixIn("en"), "look"},
		{whole.OwnerIn("nl"), "datasteward"}, {whole.OwnerIn("en"), "datasteward"},
		{only.AboutIn("en"), "Elke rij telt."}, {only.FixIn("nl"), "look"},
		{only.OwnerIn("nl"), "beheerder van het project"}, {only.OwnerIn("en"), "maintainer of the project"},
		{whole.ToDoIn("nl"), "datasteward: kijk"}, {only.ToDoIn("en"), "maintainer of the project: look"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
