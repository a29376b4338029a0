package warehouse

import (
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
