package warehouse

import (
	"fmt"
	"strings"
	"testing"
)

func TestSnapshotShowsTheLatestDeliveryKnown(t *testing.T) {
	l := newLake(t)
	l.deliver("places", "2022-03-31", "'a', 10", "'b', 20")
	l.deliver("places", "2022-05-31", "'a', 12", "'c', 30")
	l.deliver("places", "2022-04-30", "'a', 11") // arrives late, is known earlier
	const sql = "select place_id, capacity_count, _known_at, _sequence from raw.tool__places order by 1"
	equal(t, "all", rowsOf(t, l.open(""), sql), "a|12|2022-05-31|2 c|30|2022-05-31|2")
	equal(t, "as of April", rowsOf(t, l.open("2022-05-30"), sql), "a|11|2022-04-30|3")
	equal(t, "as of March", rowsOf(t, l.open("2022-03-31"), sql), "a|10|2022-03-31|1 b|20|2022-03-31|1")
	equal(t, "before all", rowsOf(t, l.open("2022-03-30"), sql), "")
	equal(t, "history", rowsOf(t, l.open(""), "select place_id, capacity_count, _sequence from raw.tool__places__history order by _known_at, 1"),
		"a|10|1 b|20|1 a|11|3 a|12|2 c|30|2")
}

func TestSnapshotThatIsEmptyEndsAllRows(t *testing.T) {
	l := newLake(t)
	l.deliver("places", "2022-03-31", "'a', 10")
	l.deliver("places", "2022-04-30")
	equal(t, "empty snapshot", rowsOf(t, l.open(""), "select place_id from raw.tool__places"), "")
	l.deliver("places", "2022-05-31").Quarantine = "unknown column"
	l.deliver("places", "2022-06-30", "'z', 1")
	equal(t, "quarantined says nothing", rowsOf(t, l.open("2022-05-31"), "select count(*) from raw.tool__places"), "0")
	equal(t, "then", rowsOf(t, l.open(""), "select place_id from raw.tool__places"), "z")
}

func TestSameBytesAgainAfterOthersCountAgain(t *testing.T) {
	l := newLake(t) // A, B, A
	l.deliver("places", "2022-03-31", "'a', 10")
	l.deliver("places", "2022-04-30", "'b', 20")
	l.deliver("places", "2022-05-31", "'a', 10")
	const sql = "select place_id, _sequence from raw.tool__places"
	equal(t, "A again", rowsOf(t, l.open(""), sql), "a|3")
	equal(t, "B", rowsOf(t, l.open("2022-04-30"), sql), "b|2")
}

func TestPeriodKeepsTheLatestDeliveryOfEachPeriod(t *testing.T) {
	l := newLake(t)
	l.deliver("claims", "2023-02-10", "'1', '2023-01-01', 100.50", "'2', '2022-12-01', 7")
	l.deliver("claims", "2023-03-10", "'1', '2023-01-01', 90.25", "'3', '2023-01-01', 5", "'4', '2023-02-01', 1")
	const sql = "select claim_id, period_month, amount_eur from raw.tool__claims order by 1"
	equal(t, "restated", rowsOf(t, l.open(""), sql), "1|2023-01-01|90.25 2|2022-12-01|7.00 3|2023-01-01|5.00 4|2023-02-01|1.00")
	equal(t, "before", rowsOf(t, l.open("2023-03-09"), sql), "1|2023-01-01|100.50 2|2022-12-01|7.00")
	// A period that the delivery replaces by nothing is empty.
	d := l.deliver("claims", "2023-04-10", "'5', '2023-03-01', 2")
	d.Periods = []string{"2023-03-01", "2023-02"}
	equal(t, "emptied", rowsOf(t, l.open(""), sql), "1|2023-01-01|90.25 2|2022-12-01|7.00 3|2023-01-01|5.00 5|2023-03-01|2.00")
}

func TestChangesKeepTheNewestRowOfEachKey(t *testing.T) {
	l := newLake(t)
	l.deliver("stays", "2022-03-21", "'a', 2, 'x', '2022-03-20', null, false", "'b', 3, 'x', '2022-03-21', null, null")
	l.deliver("stays", "2022-04-04", "'a', 2, 'x', '2022-03-20', '2022-04-01', false", "'c', 1, 'y', '2022-04-01', null, false")
	l.deliver("stays", "2022-03-28", "'a', 4, 'x', '2022-03-20', null, false") // late: older than the second
	l.deliver("stays", "2022-04-04", "'c', 9, 'y', '2022-04-01', null, false") // same day: sequence decides
	l.deliver("stays", "2022-04-11", "'b', 3, 'x', '2022-03-21', null, true")
	const sql = "select stay_id, person_count, end_date from raw.tool__stays order by 1"
	equal(t, "all", rowsOf(t, l.open(""), sql), "a|2|2022-04-01 c|9|")
	equal(t, "before deletion", rowsOf(t, l.open("2022-04-10"), sql), "a|2|2022-04-01 b|3| c|9|")
	equal(t, "March", rowsOf(t, l.open("2022-03-31"), sql), "a|4| b|3|")
	// A deleted key that comes back lives again.
	l.deliver("stays", "2022-04-18", "'b', 5, 'x', '2022-03-21', null, false")
	equal(t, "back", rowsOf(t, l.open(""), sql), "a|2|2022-04-01 b|5| c|9|")
}

func TestAppendKeepsAllRows(t *testing.T) {
	l := newLake(t)
	l.deliver("referrals", "2022-03-21", "'a', '2022-03-20'")
	l.deliver("referrals", "2022-03-28", "'a', '2022-03-20'", "'b', '2022-03-27'")
	equal(t, "all", rowsOf(t, l.open(""), "select referral_id, _sequence from raw.tool__referrals order by _known_at, _line"), "a|1 a|2 b|2")
}

func TestEntityWithoutDeliveriesIsEmptyWithItsTypes(t *testing.T) {
	l := newLake(t)
	w := l.open("")
	for _, name := range []string{"places", "claims", "stays", "referrals", "stays__history"} {
		equal(t, name, rowsOf(t, w, "select count(*) from raw.tool__"+name), "0")
	}
	equal(t, "types", rowsOf(t, w, "select column_name, lower(column_type) from (describe raw.tool__claims)"),
		"claim_id|varchar period_month|date amount_eur|decimal(18,2) _load_id|varchar _file_sha256|varchar _line|bigint _known_at|date _sequence|integer")
}

func TestColumnThatIsNewerThanAFileIsNullThere(t *testing.T) {
	l := newLake(t)
	l.deliver("referrals", "2022-03-21", "'a', '2022-03-20'")
	yml := string(l.files["models/sources/tool.yml"].Data)
	l.put("models/sources/tool.yml", yml+"      - {name: person_count, header: [z], type: integer, class: measure, action: keep}\n")
	equal(t, "only old files", rowsOf(t, l.open(""), "select referral_id, person_count from raw.tool__referrals"), "a|")
	l.deliver("referrals", "2022-03-28", "'b', '2022-03-27', 3")
	equal(t, "both", rowsOf(t, l.open(""), "select referral_id, person_count from raw.tool__referrals order by 1"), "a| b|3")
}

func TestReferenceListsAreTextAndEmptyIsNull(t *testing.T) {
	l := newLake(t)
	l.put("models/reference/themes.csv", "\ufefftopic_code,topic_name\n007,\"It's, \"\"so\"\"\"\n8,\n")
	l.deliver("places", "2022-03-31", "'a', 10")
	w := l.open("2022-04-05")
	equal(t, "list", rowsOf(t, w, "select topic_code, topic_name, topic_name is null from ref.themes order by 1"), `007|It's, "so"|false 8||true`)
	equal(t, "knowledge", rowsOf(t, w, "select known_at from ref.knowledge"), "2022-04-05")
	equal(t, "latest", rowsOf(t, l.open(""), "select known_at from ref.knowledge"), "2022-03-31")
}

func TestDeliveriesAreARelationOfTheirOwn(t *testing.T) {
	l := stays(t)
	w := l.open("")
	known := w.lake.Known(w.entities["raw.tool__stays"].Entity)
	var want []string
	for _, d := range known {
		want = append(want, fmt.Sprintf("%s|%s|%d|%d", d.LoadID, d.KnownAt, d.Sequence, d.Kept))
	}
	const sql = "select _load_id, _known_at, _sequence, kept_count from raw.tool__stays__deliveries order by _sequence"
	equal(t, "deliveries", rowsOf(t, w, sql), strings.Join(want, " "))
	early := l.open("2022-01-01")
	equal(t, "before any", rowsOf(t, early, sql), "")
}
