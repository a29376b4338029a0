package warehouse

import (
	"context"
	"strings"
	"testing"
)

// Which delivery is the later one is for the contract to say; what could be known
// on a day is not.
func TestOrderOfTheContractDecidesWhichDeliveryIsTheLatest(t *testing.T) {
	for _, c := range []struct{ order, all, march string }{
		{"known", "a|12", "a|10"},
		{"received", "a|11", "a|10"},
		{"name", "a|13", "a|13"},
	} {
		l := newLake(t)
		l.files["models/sources/tool.yml"].Data = []byte(strings.Replace(contract, "{kind: snapshot, key: [place_id]}", "{kind: snapshot, key: [place_id], order: "+c.order+"}", 1))
		l.deliver("places", "2022-03-01", "'a', 13").Name = "v9.csv"
		l.deliver("places", "2022-03-31", "'a', 10")
		l.deliver("places", "2022-05-31", "'a', 12")
		l.deliver("places", "2022-04-30", "'a', 11") // known before the one that arrived before it
		const sql = "select place_id, capacity_count from raw.tool__places order by 1"
		equal(t, c.order+", all", rowsOf(t, l.open(""), sql), c.all)
		equal(t, c.order+", as of March", rowsOf(t, l.open("2022-03-31"), sql), c.march)
	}
}

// A key that was appended before is not appended again, whichever file brings it.
func TestAppendedKeyCountsOnce(t *testing.T) {
	for _, c := range []struct {
		delivery, live string
		again          int64 // -1: there is no such check
	}{
		{"{kind: append, key: [referral_id]}", "a|2022-03-01 b|2022-03-02 c|2022-03-04", 2},
		{"{kind: append, key: [referral_id], repeated: once}", "a|2022-03-01 b|2022-03-02 c|2022-03-04", 2},
		{"{kind: append, key: [referral_id], repeated: keep}", "a|2022-03-01 a|2022-03-03 b|2022-03-02 b|2022-03-02 c|2022-03-04", -1},
		{"{kind: append}", "a|2022-03-01 a|2022-03-03 b|2022-03-02 b|2022-03-02 c|2022-03-04", -1},
	} {
		l := newLake(t)
		l.files["models/sources/tool.yml"].Data = []byte(strings.Replace(contract, "{kind: append}", c.delivery, 1))
		l.deliver("referrals", "2022-03-07", "'a', '2022-03-01'", "'b', '2022-03-02'")
		l.deliver("referrals", "2022-03-14", "'a', '2022-03-03'", "'b', '2022-03-02'", "'c', '2022-03-04'")
		w := l.open("")
		equal(t, c.delivery, rowsOf(t, w, "select referral_id, referred_date from raw.tool__referrals order by 1, 2"), c.live)
		equal(t, c.delivery+", history", rowsOf(t, w, "select count(*) from raw.tool__referrals__history"), "5")
		results, err := w.Check(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		again := int64(-1)
		for _, r := range results {
			if r.Name == "raw.tool__referrals.once" {
				again = r.Failures
			}
		}
		if again != c.again {
			t.Errorf("%s: %d rows come again, want %d", c.delivery, again, c.again)
		}
	}
}
