package etl_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/pull"
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
	for i := range items {
		items[i].Version = v.version(items[i])
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
