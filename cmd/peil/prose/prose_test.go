package prose

import "testing"

func TestNumbersAreWrittenAsPeopleReadThem(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Grouped(0), "0"}, {Grouped(999), "999"}, {Grouped(1000), "1.000"}, {Grouped(-1234567), "-1.234.567"},
		{Counted(0, "day"), "0 days"}, {Counted(1, "day"), "1 day"}, {Counted(2000, "day"), "2.000 days"},
		{CountedAs(1, "row fails", "rows fail"), "1 row fails"}, {CountedAs(2, "row fails", "rows fail"), "2 rows fail"},
		{Exactly(0.1), "0.1"}, {Exactly(12), "12"}, {Exactly(1e21), "1000000000000000000000"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
