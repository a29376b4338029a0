package number

import "testing"

func TestOneOfAUnitIsNotSeveral(t *testing.T) {
	for _, c := range [][3]string{
		{"1", "plaatsen", "plaats"}, {"+1", "personen", "persoon"}, {"−1", "host families", "host family"},
		{"0", "plaatsen", "plaatsen"}, {"11", "dagen", "dagen"}, {"1,0", "dagen", "dagen"}, {"1", "vragen per vte", "vragen per vte"}, {"1", "", ""},
	} {
		if got := Unit(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s, want %s", c[0], got, c[2])
		}
	}
}
