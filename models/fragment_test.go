package models_test

import "testing"

// What only looks as if it closed something is fine: signs in texts, names and comments.
func TestAFilterMayHoldAnySignInQuotes(t *testing.T) {
	for _, where := range []string{`visit_id <> 'it''s (;--' and "a)" = 1`, "visit_id is null -- not (yet\n  and (1 = 1)", "visit_id = '''' or ((1 = 1))"} {
		p := with(t, "sql/metrics/visits.sql", "better: neutral", "better: neutral\nwhere: |\n  "+where)
		if _, err := load(p); err != nil {
			t.Errorf("%s: %v", where, err)
		}
	}
}
