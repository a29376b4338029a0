package retain_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/retain"
	"github.com/vlot-evaluatie/peil/models"
)

const contract = `source: registry
legal_basis: none needed
retention_days: 10
entities:
  - entity: houses
    files: [houses_*.csv]
    known_at: {from: received}
    delivery: {kind: append}
    columns:
      - {name: house_id, header: [house], type: text, class: technical, action: keep}
`

func TestFilesAreKeptFromTheDayTheyLastArrived(t *testing.T) {
	p, err := models.LoadProject(fstest.MapFS{"models/sources/registry.yml": {Data: []byte(contract)},
		"models/sources/other.yml": {Data: []byte(strings.NewReplacer("registry", "other", "retention_days: 10\n", "").Replace(contract))}})
	if err != nil {
		t.Fatal(err)
	}
	l := models.Layout{Root: filepath.Join(t.TempDir(), "data")}
	sum := func(digit string) string { return strings.Repeat(digit, 64) }
	land := func(source, digit string) {
		t.Helper()
		if err := os.MkdirAll(l.Landing(source), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(l.Landing(source), sum(digit)), []byte("house\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []string{"1", "2", "3"} {
		land("registry", x)
	}
	land("other", "4")
	// One is sealed, and of another a crash left both forms.
	sealed := func(digit string) string { return l.Sealed("registry", sum(digit)) }
	if err := errors.Join(os.Rename(l.Landed("registry", sum("1")), sealed("1")), os.WriteFile(sealed("2"), []byte("sealed"), 0o600)); err != nil {
		t.Fatal(err)
	}
	receipts := []load.Receipt{
		{Sequence: 1, Name: "houses_1.csv", SHA256: sum("1"), ReceivedOn: "2023-01-01"},
		{Sequence: 2, Name: "houses_2.csv", SHA256: sum("2"), ReceivedOn: "2023-01-02"},
		{Sequence: 3, Name: "houses_1.csv", SHA256: sum("1"), ReceivedOn: "2023-01-20"}, // the same bytes, again
		{Sequence: 4, Name: "houses_4.csv", SHA256: sum("5"), ReceivedOn: "2023-01-01"}, // gone already
	}
	if err := load.AppendReceipts(l, "registry", "houses", receipts); err != nil {
		t.Fatal(err)
	}
	if err := load.AppendReceipts(l, "other", "houses", []load.Receipt{{Sequence: 1, Name: "houses_1.csv", SHA256: sum("4"), ReceivedOn: "2023-01-01"}}); err != nil {
		t.Fatal(err)
	}
	written := time.Date(2023, 1, 5, 12, 0, 0, 0, time.UTC) // of the file without a receipt
	if err := os.Chtimes(filepath.Join(l.Landing("registry"), sum("3")), written, written); err != nil {
		t.Fatal(err)
	}
	all, err := retain.List(l, p, "2023-01-13")
	if err != nil {
		t.Fatal(err)
	}
	type told struct {
		name  string
		until models.Date
		left  int
	}
	var got []told
	for _, f := range all {
		got = append(got, told{f.Source + " " + f.Name, f.Until, f.DaysLeft})
	}
	want := []told{{"registry houses_2.csv", "2023-01-12", -1}, {"registry ", "2023-01-15", 2}, {"registry houses_1.csv", "2023-01-30", 17}, {"other houses_1.csv", "2023-01-31", 18}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] || all[i].Passed() != (i == 0) {
			t.Errorf("%d is %v (passed %v), want %v", i, got[i], all[i].Passed(), want[i])
		}
	}
	if err := retain.Remove(l, all[0], "2023-01-13"); err != nil {
		t.Fatal(err)
	}
	if there, err := landing.There(l, "registry", sum("2")); there || err != nil {
		t.Errorf("what was removed is still there, plain or sealed: %v", err)
	}
	if !all[2].Sealed || all[0].Sealed || all[1].Sealed {
		t.Errorf("%+v, want the third sealed, and no other only so", all)
	}
	removed, err := load.ReadRemoved(l, "registry")
	if err != nil || removed[sum("2")].Why != "retention of 10 days" || removed[sum("2")].RemovedOn != "2023-01-13" {
		t.Errorf("noted %+v, %v", removed, err)
	}
	if again, err := retain.List(l, p, "2023-01-13"); err != nil || len(again) != 3 {
		t.Errorf("left are %+v, %v, want three", again, err)
	}
	if err := retain.Folder(l); err != nil {
		t.Errorf("a folder of mode 0700: %v", err)
	}
	if err := os.Chmod(filepath.Join(l.Root, "landing"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := retain.Folder(l); models.CodeOf(err) != models.Blocked {
		t.Errorf("a folder that a group may enter: %v", err)
	}
}
