package erase_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/erase"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

const contract = `source: registry
legal_basis: none needed
purpose: a test
entities:
  - entity: guests
    files: [guests_*.csv]
    known_at: {from: received}
    format: {kind: csv}
    delivery: {kind: append}
    columns:
      - {name: person_id, header: [insz], type: insz, required: true, class: identifier, action: pseudonymise, domain: person}
      - {name: night_count, header: [nights], type: integer, class: measure, action: keep}
  - entity: houses
    files: [houses_*.csv]
    known_at: {from: received}
    format: {kind: csv}
    delivery: {kind: append}
    columns:
      - {name: house_id, header: [house], type: text, class: technical, action: keep}
`

var noon = time.Date(2023, 3, 1, 12, 0, 0, 0, time.UTC)

const number = "93.05.18-223.61"

// registry is a data folder with two deliveries of guests, one of houses and one that
// was never read, in one snapshot.
type registry struct {
	*erase.Eraser
	t       *testing.T
	current *models.Manifest
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	p, err := models.LoadProject(fstest.MapFS{"models/sources/registry.yml": {Data: []byte(contract)}})
	if err != nil {
		t.Fatal(err)
	}
	key, err := protect.NewKey(strings.NewReader("a key for tests, 32 bytes of text"))
	if err != nil {
		t.Fatal(err)
	}
	exports := t.TempDir()
	for name, text := range map[string]string{
		"guests_1.csv": "insz,nights\n" + number + ",3\n85073003328,4\n",
		"guests_2.csv": "insz,nights\n85073003328,5\n",
		"guests_3.csv": "number\n93051822361\n", // not the header that is wanted
		"houses_1.csv": "house\nnorth\n",
	} {
		if err := os.WriteFile(filepath.Join(exports, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	connector, err := pull.Folder(exports)
	if err != nil {
		t.Fatal(err)
	}
	defer connector.Close()
	l := models.Layout{Root: filepath.Join(t.TempDir(), "data")}
	result, err := etl.Run(context.Background(), etl.Config{Project: p, Layout: l, Connector: connector, Key: key, Now: func() time.Time { return noon }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := load.Publish(l, &models.Manifest{Project: "test", Deliveries: result.Deliveries, KeyVersion: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(context.Background(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &registry{&erase.Eraser{Project: p, Layout: l, Key: key, DB: db}, t, m}
}

func (r *registry) look() *erase.Found {
	r.t.Helper()
	who, err := erase.Person(r.Project, number)
	if err != nil {
		r.t.Fatal(err)
	}
	found, err := r.Look(context.Background(), r.current, who)
	if err != nil {
		r.t.Fatal(err)
	}
	return found
}

func (r *registry) erase() ([]models.Loaded, load.Erasure) {
	r.t.Helper()
	deliveries, record, err := r.Erase(context.Background(), r.look(), erase.Note{At: noon, By: "steward", Reason: "asked"})
	if err != nil {
		r.t.Fatal(err)
	}
	return deliveries, record
}

func (r *registry) publish(deliveries []models.Loaded) {
	r.t.Helper()
	m, fresh, err := load.Publish(r.Layout, &models.Manifest{Project: "test", Deliveries: deliveries, KeyVersion: 1}, r.current)
	if err != nil || !fresh {
		r.t.Fatal(fresh, err)
	}
	r.current = m
}

// files lists what is in the data folder, without the bytes.
func (r *registry) files() []string {
	r.t.Helper()
	var out []string
	for _, dir := range []string{"lake", "landing", "snapshots"} {
		err := filepath.WalkDir(filepath.Join(r.Layout.Root, dir), func(name string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				rel, _ := filepath.Rel(r.Layout.Root, name)
				out = append(out, rel)
			}
			return err
		})
		if err != nil {
			r.t.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}

func TestLookFindsRowsAndWhatWasNeverRead(t *testing.T) {
	r := newRegistry(t)
	f := r.look()
	if len(f.Deliveries) != 1 || f.Deliveries[0].Name != "guests_1.csv" || f.Deliveries[0].Rows != 1 || len(f.Landed) != 2 || !slices.Equal(f.Snapshots, []int{1}) {
		t.Errorf("found %+v", f)
	}
	if who, _ := erase.Person(r.Project, number); strings.Contains(fmt.Sprintf("%v %+v %#v %s", who, who, who, who), "9305") {
		t.Error("the subject prints itself")
	}
}

// A crash between the record and the snapshot leaves everything as it was, and the
// record says that it came to nothing.
func TestErasureCutOffBeforeTheSnapshotIsGivenUp(t *testing.T) {
	r := newRegistry(t)
	before, _ := r.current, r.files()
	r.erase()
	record, err := erase.Resume(r.Layout, before)
	if err != nil || record == nil || record.State != "abandoned" {
		t.Fatalf("%+v, %v, want an abandoned one", record, err)
	}
	if again, err := erase.Resume(r.Layout, before); again != nil || err != nil {
		t.Errorf("a second time: %+v, %v, want nothing to do", again, err)
	}
	findings, err := load.Verify(context.Background(), r.Layout, before, nil)
	if err != nil || len(findings) > 0 {
		t.Errorf("the snapshot before has %v, %v", findings, err)
	}
	// It can be asked for again, and then counts as the second one.
	deliveries, second := r.erase()
	r.publish(deliveries)
	if done, err := erase.Finish(r.Layout, r.current, second); err != nil || done.Number != 2 || done.State != "done" {
		t.Errorf("%+v, %v", done, err)
	}
}

// A crash after the snapshot leaves what held the person; whoever holds the lock next
// removes it.
func TestErasureCutOffAfterTheSnapshotIsFinished(t *testing.T) {
	calm, r := newRegistry(t), newRegistry(t)
	for _, x := range []*registry{calm, r} {
		deliveries, record := x.erase()
		x.publish(deliveries)
		if x == calm {
			if _, err := erase.Finish(x.Layout, x.current, record); err != nil {
				t.Fatal(err)
			}
			continue
		}
		// Some of it was removed before the crash.
		if err := os.Remove(filepath.Join(x.Layout.Root, filepath.FromSlash(record.Files[0].Before.Path))); err != nil {
			t.Fatal(err)
		}
		if done, err := erase.Resume(x.Layout, x.current); err != nil || done == nil || done.State != "done" || done.SnapshotAfter != 2 {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	if got, want := r.files(), calm.files(); !slices.Equal(got, want) {
		t.Errorf("left are\n%q\nwant\n%q", got, want)
	}
	if f := r.look(); !f.Nothing() {
		t.Errorf("found %+v", f)
	}
	findings, err := load.Verify(context.Background(), r.Layout, r.current, nil)
	if err != nil || len(findings) > 0 {
		t.Errorf("the snapshot after has %v, %v", findings, err)
	}
	d := r.current.Deliveries[0]
	if d.Rows != 2 || d.Kept != 1 || d.Erased != 1 || d.Erasures != 1 {
		t.Errorf("the delivery is %+v", d)
	}
}

func TestIdentifierThatIsNoneIsRefusedAndNotRepeated(t *testing.T) {
	r := newRegistry(t)
	for _, text := range []string{"", "93051822362", "9305182236", "x93051822361", "Jan Peeters", "93.05.18-223.61 85.07.30-033.28"} {
		if _, err := erase.Person(r.Project, text); models.CodeOf(err) != models.Invalid || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q: %v, want a refusal without it", text, err)
		}
	}
	for _, text := range []string{"93051822361", " 93.05.18-223.61\t", "00010100105", "00 01 01 001 05"} { // born in 1993 and in 2000
		if _, err := erase.Person(r.Project, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	// A domain of numbers reads them as people write them, too.
	who, err := erase.Other(r.Project, "person", number)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := r.Look(context.Background(), r.current, who); err != nil || len(found.Deliveries) != 1 {
		t.Errorf("by its domain: %+v, %v", found, err)
	}
	if _, err := erase.Other(r.Project, "person", " "); models.CodeOf(err) != models.Invalid {
		t.Errorf("an empty identifier: %v", err)
	}
}
