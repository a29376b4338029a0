package etl_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// versioned names the bytes of each item, and notes what is fetched.
type versioned struct {
	pull.Connector
	version func(pull.Item) string
	mu      *sync.Mutex
	opened  *[]string
}

func (v versioned) List(ctx context.Context) ([]pull.Item, error) {
	items, err := v.Connector.List(ctx)
	if v.version == nil { // those of the folder
		return items, err
	}
	for i := range items {
		items[i].Version, items[i].Changed = v.version(items[i]), time.Time{}
	}
	return items, err
}

func (v versioned) Open(ctx context.Context, item pull.Item) (io.ReadCloser, error) {
	v.mu.Lock()
	*v.opened = append(*v.opened, item.Name)
	v.mu.Unlock()
	return v.Connector.Open(ctx, item)
}

func TestWhatTheServerNamesAsBeforeIsNotFetchedAgain(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.put("beds/beds_2023-02-01.csv", "house;beds\nnorth;4\n")
	var opened []string
	versions := map[string]string{"beds/beds_2023-02-01.csv": "v1", "beds/beds_2023-01-31.csv": "v1"}
	full := false
	h.config = func(c *etl.Config) {
		c.Full = full
		c.Connector = versioned{c.Connector, func(i pull.Item) string { return versions[i.Name] }, &sync.Mutex{}, &opened}
	}
	run := func() []string {
		opened = nil
		h.runAll()
		slices.Sort(opened)
		return opened
	}
	all := run()
	others := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return versions[name] != "" })
	if len(all) != len(others)+2 {
		t.Fatalf("fetched %v first", all)
	}
	if got := run(); !slices.Equal(got, others) {
		t.Errorf("fetched %v, want only what has no version: %v", got, others)
	}
	// New bytes under a new name for them.
	h.put("beds/beds_2023-02-01.csv", "house;beds\nnorth;5\n")
	versions["beds/beds_2023-02-01.csv"] = "v2"
	if got := run(); !slices.Contains(got, "beds/beds_2023-02-01.csv") || slices.Contains(got, "beds/beds_2023-01-31.csv") {
		t.Errorf("fetched %v, want the changed file and not the other", got)
	}
	// The bytes of the first version again are a delivery of their own.
	h.put("beds/beds_2023-02-01.csv", "house;beds\nnorth;4\n")
	versions["beds/beds_2023-02-01.csv"] = "v1"
	run()
	_, m := h.runAll()
	var beds []string
	for _, d := range m.Deliveries {
		if d.Entity == "beds" && strings.Contains(d.Name, "02-01") {
			beds = append(beds, d.SHA256[:8])
		}
	}
	if len(beds) != 3 || beds[0] != beds[2] || beds[0] == beds[1] {
		t.Errorf("deliveries %v, want A, B, A", beds)
	}
	full = true
	if got := run(); !slices.Equal(got, all) {
		t.Errorf("fetched %v with full, want all: %v", got, all)
	}
}

func TestAFileThatLiesAsItLayIsNotReadAgain(t *testing.T) {
	h := newHouse(t)
	h.basics()
	const beds = "beds/beds_2023-02-01.csv"
	h.put(beds, "house;beds\nnorth;4\n")
	var opened []string
	now, full := time.Now().Add(time.Hour), false // long after the files were written
	h.config = func(c *etl.Config) {
		c.Full, c.Now = full, func() time.Time { return now }
		c.Connector = versioned{Connector: c.Connector, mu: &sync.Mutex{}, opened: &opened}
	}
	run := func() []string {
		opened = nil
		h.runAll()
		slices.Sort(opened)
		return opened
	}
	all := run()
	if got := run(); len(got) != 0 {
		t.Fatalf("read %v again, and nothing changed", got)
	}
	only := func(when string, want ...string) {
		t.Helper()
		if got := run(); !slices.Equal(got, want) {
			t.Errorf("%s: read %v, want %v", when, got, want)
		}
	}
	// Other bytes, as many as before, and put sets the time back to what it was.
	h.put(beds, "house;beds\nnorth;5\n")
	only("changed in place", beds)
	only("after it was taken in")
	if _, m := h.runAll(); !slices.ContainsFunc(m.Deliveries, func(d models.Loaded) bool { return d.Name == beds && d.Sequence > 2 }) {
		t.Error("what was changed in place is no delivery")
	}
	// The same bytes in another file, as after a restore.
	if err := os.Remove(filepath.Join(h.exports, beds)); err != nil {
		t.Fatal(err)
	}
	h.put(beds, "house;beds\nnorth;5\n")
	only("restored", beds)
	only("after it was recognised")
	seen := h.layout.Seen("shelter", "beds")
	if err := os.WriteFile(seen, []byte("{torn"), 0o644); err != nil {
		t.Fatal(err)
	}
	only("what was seen is torn", beds)
	only("after it was written again")
	// Landed bytes that were torn or lost are landed again.
	sum := func() string {
		_, m := h.runAll()
		for _, d := range slices.Backward(m.Deliveries) {
			if d.Name == beds {
				return d.SHA256
			}
		}
		return ""
	}()
	if err := os.Truncate(h.layout.Landed("shelter", sum), 3); err != nil {
		t.Fatal(err)
	}
	only("landed bytes torn", beds)
	if err := os.Remove(h.layout.Landed("shelter", sum)); err != nil {
		t.Fatal(err)
	}
	only("landed bytes lost", beds)
	only("after they were landed")
	// Within a step of the clock of a file system a second change leaves no trace.
	h.put(beds, "house;beds\nnorth;6\n")
	info, err := os.Stat(filepath.Join(h.exports, beds))
	if err != nil {
		t.Fatal(err)
	}
	now = pulledAt(t, h, info.Name()).Add(time.Second)
	only("changed a second ago", beds)
	now = now.Add(time.Minute)
	only("a minute later", beds)
	only("and then")
	full = true
	only("full", all...)
}

// pulledAt gives when the file system last noted a change of an export.
func pulledAt(t *testing.T, h *house, base string) time.Time {
	t.Helper()
	c, err := pull.Folder(h.exports)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	items, err := c.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		if filepath.Base(item.Name) == base {
			return item.Changed
		}
	}
	t.Fatalf("%s is not listed", base)
	return time.Time{}
}
