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
