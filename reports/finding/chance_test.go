package finding

import "testing"

// A p below 0.05 is never printed as 0.050, which would be none.
func TestAChanceBelowTheLevelLooksBelowIt(t *testing.T) {
	for p, want := range map[float64]string{0.0004: "p < 0,001", 0.0494: "p = 0,049", 0.0497: "p < 0,05", 0.05: "p = 0,050", 0.0503: "p = 0,050", 0.06: "p = 0,060"} {
		if got := chance(p, "nl"); got != want {
			t.Errorf("%v is printed as %q, want %q", p, got, want)
		}
	}
}

// An upper bound in the lowest part of the scale says that there is next to nothing, when
// much was counted; of little it does not, and of a bound above it nothing is said.
func TestNothingFoundIsNegligibleWhereMuchWasCounted(t *testing.T) {
	table := func(n int64, v, upper, p float64) tested {
		x := tested{v: v, upper: upper, p: p}
		x.test.N = n
		return x
	}
	for name, c := range map[string]struct {
		x    tested
		want string
	}{
		"much, and a low bound":      {table(12000, 0.03, 0.05, 0.085), "verwaarloosbaar"},
		"much, and a bound above":    {table(12000, 0.03, 0.12, 0.085), "geen aanwijzing"},
		"little, and a low bound":    {table(300, 0, 0.05, 0.8), "geen aanwijzing"},
		"found, weak":                {table(12000, 0.15, 0.18, 0.0001), "zwak"},
		"found in too few to say it": {table(39, 0.5, 0.8, 0.01), "een aanwijzing, maar 39 is te weinig om te zeggen hoe sterk"},
	} {
		if got := c.x.verdictOf(false, "nl"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
