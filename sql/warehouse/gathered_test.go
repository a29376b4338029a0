package warehouse

import (
	"fmt"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Rows in many small files are read once and kept; what lives of them, and what
// every delivery told, are the same as when they are read file by file.
func TestRowsOfManyFilesAreThoseOfFewFiles(t *testing.T) {
	const lists = 5
	l := newLake(t)
	for i := 1; i <= lists; i++ {
		known := fmt.Sprintf("2022-0%d-28", i)
		l.deliver("places", models.Date(known), fmt.Sprintf("'a', %d", i), fmt.Sprintf("'p%d', 9", i))
		// One stay in each delivery, and a new number of persons for the first one.
		l.deliver("stays", models.Date(known), fmt.Sprintf("'s%d', 1, 'x', '2022-01-01', null, false", i), fmt.Sprintf("'s1', %d, 'x', '2022-01-01', null, %t", 10*i, i == lists))
		l.deliver("claims", models.Date(known), fmt.Sprintf("'c%d', '2022-01-01', %d", i, i))
		l.deliver("referrals", models.Date(known), fmt.Sprintf("'r%d', '2022-0%d-01'", i, i))
	}
	w := l.open("")
	equal(t, "the last list", rowsOf(t, w, "select place_id, capacity_count, _sequence from raw.tool__places order by 1"), "a|5|5 p5|9|5")
	// Two rows a list.
	equal(t, "all lists", rowsOf(t, w, "select count(*), sum(capacity_count) from raw.tool__places__history"), "10|60") // 1+2+3+4+5 + 5*9
	equal(t, "stays without the one that was deleted", rowsOf(t, w, "select stay_id, _sequence from raw.tool__stays order by 1"), "s2|2 s3|3 s4|4 s5|5")
	equal(t, "stays as told", rowsOf(t, w, "select count(*), sum(person_count) from raw.tool__stays__history"), "10|155") // 5*1 + 10+20+30+40+50
	equal(t, "the month as told last", rowsOf(t, w, "select claim_id from raw.tool__claims"), "c5")
	equal(t, "referrals", rowsOf(t, w, "select count(*), max(referral_id) from raw.tool__referrals"), "5|r5")
	if len(w.gathered) != 4 {
		t.Errorf("%d entities are gathered, want all 4", len(w.gathered))
	}

	before := l.open("2022-03-28") // three files: read one by one
	equal(t, "the third list", rowsOf(t, before, "select place_id, capacity_count, _sequence from raw.tool__places order by 1"), "a|3|3 p3|9|3")
	equal(t, "stays until then", rowsOf(t, before, "select stay_id, person_count, _sequence from raw.tool__stays order by 1"), "s1|30|3 s2|1|2 s3|1|3")
	equal(t, "stays as told until then", rowsOf(t, before, "select count(*), sum(person_count) from raw.tool__stays__history"), "6|63") // 3*1 + 10+20+30
	if len(before.gathered) != 0 {
		t.Errorf("%d entities are gathered, want none of so few files", len(before.gathered))
	}
}

// A table that a build holds in memory and one that a reader makes from files are the
// same bytes, also where they have more rows than a row group.
func TestTablesHeldInMemoryAreTheSameBytes(t *testing.T) {
	pairs := func() *lake {
		l := newLake(t)
		rows := make([]string, 400)
		for i := range rows {
			rows[i] = fmt.Sprintf("'r%d', '2022-01-%02d'", i*7919%400, i%28+1)
		}
		l.deliver("referrals", "2022-02-01", rows...)
		l.put("sql/marts/fct_pair.sql", `/* model
name: fct_pair
about: pairs
grain: one row per pair
key: [one_id, other_id]
columns:
  - {name: one_id, type: varchar}
  - {name: other_id, type: varchar}
  - {name: one_date, type: date}
  - {name: pair_share, type: double, missing: the same day}
*/
with referrals as (select * from raw.tool__referrals)
select a.referral_id as one_id, b.referral_id as other_id, a.referred_date as one_date,
    1 / nullif(cast(date_diff('day', a.referred_date, b.referred_date) as double), 0) as pair_share
from referrals as a cross join referrals as b
`)
		return l
	}
	built, read := pairs(), pairs()
	b, err := built.open("").Build(t.Context(), BuildOptions{})
	if err != nil {
		t.Fatal(err)
	}
	w := read.open("")
	equal(t, "pairs", rowsOf(t, w, "select count(*) from fct_pair"), "160000")
	traced, err := w.Lineage("fct_pair")
	if err != nil {
		t.Fatal(err)
	}
	if one, other := b.Tables[0].File, traced.Tables[0].File; *one != *other || one.Rows != 160_000 {
		t.Errorf("the file of a build is %+v, that of a reader %+v", one, other)
	}
}
