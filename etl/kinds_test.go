package etl_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// basics puts one export of each entity that warns when it has none.
func (h *house) basics() {
	h.t.Helper()
	h.put("stays/stays_2023-01-31.csv", "stay;guest;nights\ns1;Jan;3\n")
	h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;4\n")
	h.put("meals/meals_2023-01-31.csv", "day;meals\n31/01/2023;9\n")
}

func delivery(m *models.Manifest, entity string, sequence int) models.Loaded {
	for _, d := range m.Deliveries {
		if d.Entity == entity && d.Sequence == sequence {
			return d
		}
	}
	return models.Loaded{}
}

// wantErrors wants exactly these errors, each by a part of its text.
func wantErrors(t *testing.T, r etl.Result, code models.Code, parts ...string) {
	t.Helper()
	if len(r.Errors) != len(parts) {
		t.Errorf("%d errors, want %d: %v", len(r.Errors), len(parts), r.Errors)
		return
	}
	for i, err := range r.Errors {
		if models.CodeOf(err) != code || !strings.Contains(err.Error(), parts[i]) {
			t.Errorf("error %v (code %q), want code %q and %q", err, models.CodeOf(err), code, parts[i])
		}
	}
}

func wantWarning(t *testing.T, r etl.Result, part string) {
	t.Helper()
	if !slices.ContainsFunc(r.Warnings, func(w string) bool { return strings.Contains(w, part) }) {
		t.Errorf("warnings %q, want one with %q", r.Warnings, part)
	}
}

func TestTheFirstBytesAgainAreAThirdDelivery(t *testing.T) {
	h := newHouse(t)
	h.basics()
	const a, b = "house;beds\nnorth;4\n", "house;beds\nnorth;5\n"
	h.run()
	h.put("beds/beds_2023-01-31.csv", b)
	h.run()
	h.put("beds/beds_2023-01-31.csv", a)
	_, m := h.run()
	_, m2 := h.run()
	again := " skipped: came again: a later delivery of that name takes its place"
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0"+again, "2 beds/beds_2023-01-31.csv 1/0/0"+again, "3 beds/beds_2023-01-31.csv 1/0/0")
	if m.Snapshot != 3 || m2.Snapshot != 3 {
		t.Errorf("snapshots %d and %d, want 3 and no other", m.Snapshot, m2.Snapshot)
	}
	one, two, three := delivery(m, "beds", 1), delivery(m, "beds", 2), delivery(m, "beds", 3)
	if one.SHA256 != three.SHA256 || one.LoadID == three.LoadID || one.SHA256 == two.SHA256 {
		t.Errorf("bytes %s, %s, %s and loads %s, %s, %s: want the bytes of 1 and 3 equal, all loads different",
			one.SHA256, two.SHA256, three.SHA256, one.LoadID, two.LoadID, three.LoadID)
	}
	landed, err := os.ReadDir(h.layout.Landing("shelter"))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, e := range landed {
		if !strings.HasSuffix(e.Name(), ".jsonl") {
			files++
		}
	}
	if files != 3 { // the stays, and two files of beds
		t.Errorf("%d landed files, want 3", files)
	}
}

func TestSameBytesUnderAnotherNameAddNothingToAppendedRows(t *testing.T) {
	h := newHouse(t)
	h.basics()
	const text = "day;persons\n01/02/2023;7\n"
	h.put("arrivals/a.csv", text)
	h.put("arrivals/b.csv", text)
	h.put("beds/beds_2023-02-28.csv", "house;beds\nnorth;4\n") // as in January: a snapshot says so again
	_, m := h.run()
	h.want(m, "arrivals", "1 arrivals/a.csv 1/0/0", "2 arrivals/b.csv 0/0/0 skipped: same bytes as arrivals/a.csv")
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0", "2 beds/beds_2023-02-28.csv 1/0/0")
	// Listed on the day of its modification time.
	if got := delivery(m, "arrivals", 1).KnownAt; got != "2023-02-20" {
		t.Errorf("known at %s, want 2023-02-20", got)
	}
	// Other rows under the first name, and then the first ones again: their
	// rows are there already.
	h.put("arrivals/a.csv", "day;persons\n02/02/2023;8\n")
	h.run()
	h.put("arrivals/a.csv", text)
	_, m = h.run()
	h.want(m, "arrivals", "1 arrivals/a.csv 1/0/0", "2 arrivals/b.csv 0/0/0 skipped: same bytes as arrivals/a.csv",
		"3 arrivals/a.csv 1/0/0", "4 arrivals/a.csv 0/0/0 skipped: same bytes as arrivals/a.csv")
	_, again := h.run()
	if again.Snapshot != m.Snapshot {
		t.Errorf("snapshot %d after %d with nothing new", again.Snapshot, m.Snapshot)
	}
}

func TestPeriodDeliverySaysWhichPeriodsItReplaces(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.put("costs/x.csv", "month;cost\n2022-12;1,50\n2023-01;2,00\n2022-12;3,00\n")
	_, m := h.run()
	d := delivery(m, "costs", 1)
	if want := []string{"2022-12-01", "2023-01-01"}; !slices.Equal(d.Periods, want) || d.Kept != 3 {
		t.Errorf("periods %v of %d rows, want %v of 3", d.Periods, d.Kept, want)
	}
	if d.KnownAt != "2024-01-08" { // received at the tests' noon
		t.Errorf("known at %s, want 2024-01-08", d.KnownAt)
	}
}

func TestArrivalsAreInTheOrderInWhichTheyCouldBeKnown(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.put("beds/x_2023-01-02.csv", "house;beds\nnorth;4\n")
	h.put("beds/a_2023-02-01.csv", "house;beds\nnorth;5\n")
	h.put("beds/a_2023-02-01. (1).csv", "house;beds\nnorth;6\n") // a second download of that day
	_, m := h.run()
	h.want(m, "beds", "1 beds/x_2023-01-02.csv 1/0/0", "2 beds/beds_2023-01-31.csv 1/0/0", "3 beds/a_2023-02-01.csv 1/0/0", "4 beds/a_2023-02-01. (1).csv 1/0/0")
}

func TestUndatedAndUnknownAndUnfinishedFilesAreTold(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.put("beds/beds.csv", "house;beds\nnorth;4\n")
	h.put("beds/beds_2023-13-01.csv", "house;beds\nnorth;4\n")
	h.put("photos/cat.jpg", "miauw")
	h.put("beds/beds_2023-02-01.csv.part", "house;be")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "beds/beds.csv: has no date", `beds/beds_2023-13-01.csv: has "2023-13-01" in its name`)
	wantWarning(t, r, "photos/cat.jpg: no contract asks for this file")
	wantWarning(t, r, "beds/beds_2023-02-01.csv.part: has the name of a file that is being written")
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0")
}

func TestQuarantineHoldsOneFileBackAndNothingElse(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.run()
	h.put("beds/beds_2023-02-01.csv", "")                                                    // empty
	h.put("beds/beds_2023-02-02.csv", "house;beds;colour\nnorth;4;red\n")                    // an unknown column
	h.put("beds/beds_2023-02-03.csv", "house\nnorth\n")                                      // a missing one
	h.put("stays/stays_2023-02-01.csv", "stay;guest;nights\ns2;An;1\n;;\nx\n;Bo;x\n;Cy;x\n") // too many rejects
	h.put("meals/meals_2023-02-01.csv", "day;meals\n01/02/2023;9\n")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "stays/stays_2023-02-01.csv: 3 of 4 rows are rejected", "beds/beds_2023-02-01.csv: is empty", `beds/beds_2023-02-02.csv: models/sources/shelter.yml, entity beds: the file has a column "colour"`,
		`beds/beds_2023-02-03.csv: models/sources/shelter.yml, entity beds: the file has no column "beds"`)
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0", "2 beds/beds_2023-02-01.csv 0/0/0 quarantine",
		"3 beds/beds_2023-02-02.csv 0/0/0 quarantine", "4 beds/beds_2023-02-03.csv 0/0/0 quarantine")
	// The blank row is furniture; the good row is held back with the others.
	h.want(m, "stays", "1 stays/stays_2023-01-31.csv 1/0/0", "2 stays/stays_2023-02-01.csv 0/4/1 quarantine")
	h.want(m, "meals", "1 meals/meals_2023-01-31.csv 1/0/0", "2 meals/meals_2023-02-01.csv 1/0/0")
	d := delivery(m, "stays", 2)
	if got, want := h.rows("select line, string_agg(rule, ' ' order by rule) from %s group by 1 order by 1", d.Rejects), "2 | quarantine\n4 | unreadable\n5 | integer required\n6 | integer required"; got != want {
		t.Errorf("rejects:\n%s\nwant\n%s", got, want)
	}
	// It is told again, but no longer as an error of this run.
	r, again := h.run()
	wantWarning(t, r, "beds/beds_2023-02-02.csv: is still in quarantine")
	if again.Snapshot != m.Snapshot {
		t.Errorf("snapshot %d after %d with nothing new", again.Snapshot, m.Snapshot)
	}
	// A corrected file under the same name takes its place.
	h.put("beds/beds_2023-02-02.csv", "house;beds\nnorth;4\n")
	r, m = h.run()
	if slices.ContainsFunc(r.Warnings, func(w string) bool { return strings.Contains(w, "2023-02-02") }) {
		t.Errorf("warnings %q about a file that was delivered again", r.Warnings)
	}
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0", "2 beds/beds_2023-02-01.csv 0/0/0 quarantine", "3 beds/beds_2023-02-02.csv 0/0/0 quarantine",
		"4 beds/beds_2023-02-03.csv 0/0/0 quarantine", "5 beds/beds_2023-02-02.csv 1/0/0")
}

func TestChangedContractLoadsFromLanding(t *testing.T) {
	h := newHouse(t)
	h.basics()
	_, before := h.run()
	// The exports are gone, as they are after some weeks.
	if err := os.Remove(filepath.Join(h.exports, "stays", "stays_2023-01-31.csv")); err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(contract, "range: [0, 365]", "range: [5, 365]", 1)
	h.project["models/sources/shelter.yml"].Data = []byte(strings.Replace(changed, "reject_share: 0.7", "reject_share: 1", 1))
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "stays/stays_2023-01-31.csv: does not count: of its 1 row none is good")
	h.want(m, "stays", "1 stays/stays_2023-01-31.csv 0/1/0")
	if delivery(m, "stays", 1).LoadID == delivery(before, "stays", 1).LoadID || delivery(m, "beds", 1).LoadID != delivery(before, "beds", 1).LoadID {
		t.Error("want another load of stays and the same one of beds")
	}
	for _, e := range r.PerEntity {
		if e.New != 0 {
			t.Errorf("%s: %d new rows, want none: nothing arrived", e.Entity, e.New)
		}
	}
	// What only people read changes nothing.
	h.project["models/sources/shelter.yml"].Data = []byte(strings.Replace(string(h.project["models/sources/shelter.yml"].Data), "one row per stay", "a stay", 1))
	if _, again := h.run(); again.Snapshot != m.Snapshot {
		t.Errorf("snapshot %d after %d though only the grain's text changed", again.Snapshot, m.Snapshot)
	}
	// Once retention took the bytes the load stays as it is, and it is told.
	removed := delivery(m, "stays", 1)
	if err := load.RemoveLanded(h.layout, "shelter", load.Removed{SHA256: removed.SHA256, RemovedOn: "2023-03-01", Why: "retention"}); err != nil {
		t.Fatal(err)
	}
	h.project["models/sources/shelter.yml"].Data = []byte(contract)
	r, m = h.run()
	wantWarning(t, r, "stays/stays_2023-01-31.csv: stays as it was loaded")
	if got := delivery(m, "stays", 1); got.LoadID != removed.LoadID {
		t.Errorf("load %s, want %s", got.LoadID, removed.LoadID)
	}
}

func TestLostReceiptsDoNotDoubleRows(t *testing.T) {
	h := newHouse(t)
	h.basics()
	_, before := h.run()
	if err := os.Remove(h.layout.Receipts("kitchen", "meals")); err != nil {
		t.Fatal(err)
	}
	_, m := h.run()
	if m.Snapshot != before.Snapshot {
		t.Errorf("deliveries %v, want those of before: %v", told(m, "meals"), told(before, "meals"))
	}
	h.put("meals/meals_2023-02-01.csv", "day;meals\n01/02/2023;9\n")
	_, m = h.run()
	h.want(m, "meals", "1 meals/meals_2023-01-31.csv 1/0/0", "2 meals/meals_2023-02-01.csv 1/0/0")
}

func TestOnlyTheSourcesAskedForAreTakenIn(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.run()
	h.put("meals/meals_2023-02-01.csv", "day;meals\n01/02/2023;9\n")
	h.put("beds/beds_2023-02-01.csv", "house;beds\nnorth;4\n")
	h.config = func(c *etl.Config) { c.Sources = []string{"kitchen"} }
	r, m := h.run()
	h.want(m, "meals", "1 meals/meals_2023-01-31.csv 1/0/0", "2 meals/meals_2023-02-01.csv 1/0/0")
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0")
	if len(r.PerEntity) != 1 || r.PerEntity[0].New != 1 {
		t.Errorf("summary %+v, want one new row of meals", r.PerEntity)
	}
}

func TestNothingIsReadWithoutTheRightKey(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.run()
	h.config = func(c *etl.Config) { c.Key = nil }
	if _, err := h.try(); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "shelter/stays makes pseudonyms of guest_id") {
		t.Errorf("no key: %v", err)
	}
	h.config = nil
	var err error
	if h.key, err = protect.NewKey(bytes.NewReader(bytes.Repeat([]byte("fedcba9876543210"), 4))); err != nil {
		t.Fatal(err)
	}
	if _, err := h.try(); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "belongs to another key") {
		t.Errorf("another key: %v", err)
	}
}

func TestMissingAndEmptyFoldersOfExportsAreErrors(t *testing.T) {
	h := newHouse(t)
	if _, err := h.try(); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "is not there") {
		t.Errorf("no folder: %v", err)
	}
	if err := os.MkdirAll(h.exports, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := h.try(); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "holds no file") {
		t.Errorf("empty folder: %v", err)
	}
	h.put("meals/meals_2023-02-01.csv", "day;meals\n01/02/2023;9\n")
	r, _ := h.run()
	wantWarning(t, r, "shelter/beds: nothing was ever delivered (beds/*.csv)")
	if slices.ContainsFunc(r.Warnings, func(w string) bool { return strings.Contains(w, "arrivals") }) {
		t.Errorf("warnings %q name an optional entity", r.Warnings)
	}
}

func TestEntityWithoutContractLeavesTheSnapshotAndComesBack(t *testing.T) {
	h := newHouse(t)
	h.basics()
	_, before := h.run()
	file := h.project["models/sources/kitchen.yml"]
	delete(h.project, "models/sources/kitchen.yml")
	r, m := h.run()
	wantWarning(t, r, "kitchen/meals: has no contract any more; its 1 deliveries leave the snapshot")
	h.want(m, "meals")
	h.project["models/sources/kitchen.yml"] = file
	_, m = h.run()
	if got, want := delivery(m, "meals", 1), delivery(before, "meals", 1); got.LoadID != want.LoadID || got.Sequence != want.Sequence {
		t.Errorf("meals = %+v, want %+v", got, want)
	}
}

func TestManyFilesTogetherGiveWhatEachGivesAlone(t *testing.T) {
	// The same keys in several files, duplicates inside one, two headers, and a
	// file too big to be typed together with others.
	put := func(h *house) {
		h.basics()
		h.put("stays/stays_2023-02-01.csv", "stay;guest;nights\ns1;Jan;3\ns2;An;4\ns1;Jan;3\ns2;An;5\n")
		h.put("stays/stays_2023-02-02.csv", "stay;guest;nights\ns1;Jan;3\ns2;An;4\n")
		h.put("stays/stays_2023-02-03.csv", "nights;note;guest;stay\n1;x;Jan;s1\nx;;An;s2\n")
		var big strings.Builder
		big.WriteString("stay;guest;nights;note\n")
		for i := range 20_000 {
			fmt.Fprintf(&big, "s%d;guest %d;%d;%s\n", i%19_900, i, i%400, strings.Repeat("n", 50))
		}
		h.put("stays/stays_2023-02-04.csv", big.String())
		// Files with twenty wrong rows each, more of them than are told together,
		// one of unreadable rows only, and some with a key twice.
		for i := range 40 {
			text := "house;kind\nnorth;villa\n"
			for row := range 20 {
				text += fmt.Sprintf("h%d;sort %d-%d\n", row, i, row)
			}
			if i%10 == 3 {
				text += "north;hotel\n"
			}
			if i == 7 {
				text = "house;kind\nnorth;villa\nx\n"
			}
			h.put(fmt.Sprintf("houses/houses_%d-%02d.csv", 2019+i/12, i%12+1), text)
		}
	}
	together := newHouse(t)
	together.config = func(c *etl.Config) { c.Workers = 1 }
	put(together)
	_, m := together.run()
	// 20,000 rows: of nights 0 to 399 those over 365 are out of range, 34 in each
	// of 50 rounds; the last 100 rows repeat a key, and have the nights 300 to
	// 399, of which 66 are in range. 50 * 34 + 66 = 1766.
	together.want(m, "stays", "1 stays/stays_2023-01-31.csv 1/0/0", "2 stays/stays_2023-02-01.csv 2/2/0", "3 stays/stays_2023-02-02.csv 2/0/0",
		"4 stays/stays_2023-02-03.csv 1/1/0", "5 stays/stays_2023-02-04.csv 18234/1766/0")
	if got, want := together.rows("select line, rule, reason like '%%stands in line 2 already%%' from %s order by 1", delivery(m, "stays", 2).Rejects),
		"4 | duplicate_row | true\n5 | unique | false"; got != want {
		t.Errorf("rejects:\n%s\nwant\n%s", got, want)
	}
	alone := newHouse(t)
	put(alone)
	alone.config = func(c *etl.Config) { c.Workers = 100 } // as many workers as files: one in a batch
	_, single := alone.run()
	for i := range single.Deliveries {
		if a, b := single.Deliveries[i], m.Deliveries[i]; !reflect.DeepEqual(a, b) {
			t.Errorf("%s:\nalone    %+v %+v\ntogether %+v %+v", a.Name, a.Lake, a.Rejects, b.Lake, b.Rejects)
		}
	}
	if got, want := together.rows("select count(*), count(*) filter (where reason like '%%nearest:%%') from %s", delivery(m, "houses", 1).Rejects), "20 | 20"; got != want {
		t.Errorf("wrong kinds and hints = %s, want %s", got, want)
	}
}
