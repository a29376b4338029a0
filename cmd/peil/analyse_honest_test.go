package main

import (
	"strings"
	"testing"
)

// What a method would tell of figures that it is not made for is not told, on the demo.
func TestAnAnalysisSaysWhatItCannotTell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, want string }{
		{"places_registered --kind spread --by province --base places_per_1000", `niet te berekenen: de noemer is "Opvangplaatsen per 1.000 inwoners", en die cijfers per provincie laten zich niet optellen`},
		{"questions_received --kind spread --by province --base rehousing_median_days", "niet te berekenen: de noemer is"},
		{"questions_received --kind spread --by province --base places_gini", "niet te berekenen: de noemer is"},
		{"questions_received --kind spread --by province --base occupancy_share", "niet te berekenen: de noemer is"},
		{"questions_received --kind spread --by province --base displaced_per_1000", "Antwerpen (1,22 keer)"},
	} {
		if sentence, _, _ := findingOf(t, strings.Fields(c.args)...); !strings.Contains(sentence, c.want) {
			t.Errorf("%s: %s\nwant %s", c.args, sentence, c.want)
		}
	}
}
