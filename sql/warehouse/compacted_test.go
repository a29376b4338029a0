package warehouse

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// lists is a lake with so many deliveries of three entities, of which a late one is about
// a day before, and a model that reads their live rows and their history.
func lists(t testing.TB, n int) *lake {
	l := newLake(t)
	l.put("sql/marts/fct_row.sql", `/* model
name: fct_row
about: rows as they came
grain: one row per row of a delivery
key: [kind_code, row_id, delivery_number]
columns:
  - {name: kind_code, type: varchar}
  - {name: row_id, type: varchar}
  - {name: delivery_number, type: integer}
  - {name: known_date, type: date}
  - {name: row_count, type: bigint, missing: none told}
*/
select 'list' as kind_code, place_id as row_id, _sequence as delivery_number, _known_at as known_date, cast(capacity_count as bigint) as row_count from raw.tool__places__history
union all
select 'stay told', stay_id, _sequence, _known_at, cast(person_count as bigint) from raw.tool__stays__history
union all
select 'stay', stay_id, _sequence, _known_at, cast(person_count as bigint) from raw.tool__stays
union all
select 'referral', referral_id, _sequence, _known_at, null from raw.tool__referrals
`)
	for i := 1; i <= n; i++ {
		l.deliverList(i)
	}
	return l
}

func (l *lake) deliverList(i int) {
	known := models.Date("2022-03-01").AddDays(i)
	if i%5 == 0 {
		known = known.AddDays(-3) // it came late
	}
	l.deliver("places", known, fmt.Sprintf("'a', %d", i), fmt.Sprintf("'p%d', 9", i))
	l.deliver("stays", known, fmt.Sprintf("'s%d', 1, 'x', '2022-01-01', null, false", i), fmt.Sprintf("'t', %d, 'x', '2022-01-01', null, false", 10*i))
	l.deliver("referrals", known, fmt.Sprintf("'r%d', '2022-01-01'", i))
}

// copyFiles lists the copies of a data folder.
func (l *lake) copyFiles() []string {
	l.t.Helper()
	out, err := filepath.Glob(filepath.Join(l.layout.Compacted("*", "*"), "*"))
	if err != nil {
		l.t.Fatal(err)
	}
	return out
}

// copiedLists counts the deliveries in a copy.
func (l *lake) copiedLists(file string) int {
	l.t.Helper()
	rows, err := l.engine.Query(l.t.Context(), "select count(distinct _load_id) as n from read_parquet("+statement.Quote(file)+")")
	if err != nil {
		l.t.Fatal(err)
	}
	defer rows.Close()
	if !rows.Next() {
		l.t.Fatal(rows.Err())
	}
	return int(rows.Values()[0].(int64))
}

// read gives the table as a reader makes it from the lake, without a build.
func (l *lake) read() *models.LakeFile {
	l.t.Helper()
	w := l.open("")
	rowsOf(l.t, w, "select count(*) from fct_row")
	traced, err := w.Lineage("fct_row")
	if err != nil {
		l.t.Fatal(err)
	}
	return traced.Tables[0].File
}

// A build with copies of lake files gives the bytes that one without gives, whatever came
// since and however late.
func TestCopiesOfLakeFilesChangeNoByte(t *testing.T) {
	l := lists(t, looseFiles-1)
	build(t, l.open(""), BuildOptions{})
	if got := l.copyFiles(); len(got) != 0 {
		t.Fatalf("copies of so few files: %v", got)
	}
	last := looseFiles - 1
	for i, at := range []struct{ lists, copied int }{{16, 16}, {17, 16}, {25, 16}, {31, 16}, {33, 33}, {34, 33}} {
		for ; last < at.lists; last++ {
			l.deliverList(last + 1)
		}
		b := build(t, l.open(""), BuildOptions{})
		if b.Rebuilt != 1 {
			t.Fatalf("%d tables are made again, want 1", b.Rebuilt)
		}
		copies := l.copyFiles()
		if len(copies) != 3 {
			t.Fatalf("after list %d the copies are %v, want one for each entity", at.lists, copies)
		}
		for _, file := range copies {
			if got := l.copiedLists(file); got != at.copied {
				t.Errorf("after list %d %s holds %d lists, want %d", at.lists, file, got, at.copied)
			}
		}
		if i%2 == 0 {
			continue
		}
		// Another data folder with the same lists, whose reader makes the table.
		plain := lists(t, at.lists)
		if want := plain.read(); *want != *b.Tables[0].File {
			t.Errorf("after list %d a build with copies gives %+v, a reader of the lake %+v", at.lists, b.Tables[0].File, want)
		}
		if got := plain.copyFiles(); len(got) != 0 {
			t.Errorf("a reader wrote %v", got)
		}
	}
}

// Whatever is wrong with a copy, the lake is read instead, and the copy made anew.
func TestCopiesThatDoNotHoldWhatIsThereAreMadeAgain(t *testing.T) {
	want := lists(t, looseFiles+1).read().SHA256
	for name, harm := range map[string]func(l *lake, file string){
		"a byte differs":    func(l *lake, file string) { change(l.t, file, func(b []byte) []byte { b[len(b)/2] ^= 1; return b }) },
		"it is cut off":     func(l *lake, file string) { change(l.t, file, func(b []byte) []byte { return b[:len(b)/2] }) },
		"it is empty":       func(l *lake, file string) { change(l.t, file, func([]byte) []byte { return nil }) },
		"its name is other": func(l *lake, file string) { rename(l.t, file, filepath.Join(filepath.Dir(file), "notes.txt")) },
		"it is gone": func(l *lake, file string) {
			if err := os.Remove(file); err != nil {
				l.t.Fatal(err)
			}
		},
		"a list came in its place": func(l *lake, file string) {
			for i := range l.manifest.Deliveries { // as after an erasure or another key
				if d := &l.manifest.Deliveries[i]; d.Sequence == 2 {
					d.Lake.SHA256 = strings.Repeat("0", 64)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := lists(t, looseFiles)
			build(t, l.open(""), BuildOptions{})
			for _, file := range l.copyFiles() {
				harm(l, file)
			}
			l.deliverList(looseFiles + 1) // or else there is nothing to read
			if got := build(t, l.open(""), BuildOptions{}).Tables[0].File.SHA256; got != want {
				t.Error("the table has other rows than that of the lake")
			}
			copies := l.copyFiles()
			if len(copies) != 3 {
				t.Errorf("copies %v, want one for each entity", copies)
			}
			for _, file := range copies {
				if got := l.copiedLists(file); got != looseFiles+1 {
					t.Errorf("%s holds %d lists, want it made again with all %d", file, got, looseFiles+1)
				}
			}
		})
	}
}

// A column that the files lack may be empty, and so it is in their copy. Once rows are
// told apart by it, the copy is no way around the refusal of the files.
func TestCopiesAreRefusedAsTheirFilesAre(t *testing.T) {
	l := lists(t, looseFiles)
	contract := func(old, now string) {
		file := l.files["models/sources/tool.yml"]
		l.put("models/sources/tool.yml", strings.Replace(string(file.Data), old, now, 1))
	}
	contract("      - {name: is_deleted,", "      - {name: room_code, header: [g], type: text, class: technical, action: keep, optional: true}\n      - {name: is_deleted,")
	build(t, l.open(""), BuildOptions{})
	if got := len(l.copyFiles()); got != 3 {
		t.Fatalf("%d copies, want one for each entity", got)
	}
	contract("key: [stay_id]", "key: [stay_id, room_code]")
	if _, err := l.open("").Build(t.Context(), BuildOptions{}); err == nil || !strings.Contains(err.Error(), "has no column room_code, which is the key of tool/stays now") {
		t.Errorf("%v, want that the files have no such column", err)
	}
}

// A build of everything takes copies away, and a file that the lake lacks is told though a
// copy holds its rows.
func TestCopiesAreNoSourceOfTheirOwn(t *testing.T) {
	l := lists(t, looseFiles)
	first := build(t, l.open(""), BuildOptions{})
	if got := len(l.copyFiles()); got != 3 {
		t.Fatalf("%d copies, want one for each entity", got)
	}
	whole := build(t, l.open(""), BuildOptions{Full: true})
	if got := l.copyFiles(); len(got) != 0 {
		t.Errorf("a build of everything left %v", got)
	}
	if *whole.Tables[0].File != *first.Tables[0].File {
		t.Errorf("without copies the table is %+v, with them %+v", whole.Tables[0].File, first.Tables[0].File)
	}
	l.deliverList(looseFiles + 1)
	build(t, l.open(""), BuildOptions{})
	if got := len(l.copyFiles()); got != 3 {
		t.Fatalf("%d copies after another build, want one for each entity", got)
	}
	gone := l.manifest.Deliveries[0].Lake.Path
	if err := os.Remove(filepath.Join(l.layout.Root, gone)); err != nil {
		t.Fatal(err)
	}
	l.deliverList(looseFiles + 2)
	if _, err := l.open("").Build(t.Context(), BuildOptions{}); err == nil || !strings.Contains(err.Error(), gone+": is a file of tool/places and is not there") {
		t.Errorf("%v, want that %s is not there", err, gone)
	}
}

// Files with many rows are read as fast as a copy of them.
func TestNoCopyIsMadeOfLargeFiles(t *testing.T) {
	l := lists(t, looseFiles)
	for i := range l.manifest.Deliveries {
		l.manifest.Deliveries[i].Lake.Rows = smallRows + 1
	}
	build(t, l.open(""), BuildOptions{})
	if got := l.copyFiles(); len(got) != 0 {
		t.Errorf("copies %v, want none", got)
	}
}

func change(t testing.TB, file string, to func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, to(content), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func rename(t testing.TB, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}
