package etl_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/models"
)

func TestDamagedLandingStopsItsSourceOnly(t *testing.T) {
	h := newHouse(t)
	h.basics()
	_, m := h.run()
	d := delivery(m, "meals", 1)
	if err := os.WriteFile(filepath.Join(h.layout.Landing("kitchen"), d.SHA256), []byte("day;meals\n31/01/2023;8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(h.exports, "meals", "meals_2023-01-31.csv")); err != nil {
		t.Fatal(err)
	}
	h.put("stays/stays_2023-02-01.csv", "stay;guest;nights\ns2;An;1\n")
	h.config = func(c *etl.Config) { c.Full = true }
	r, err := h.try()
	if err != nil {
		t.Fatal(err)
	}
	wantErrors(t, r, "", "landing/kitchen/"+d.SHA256+": has other bytes than were received")
	after := &models.Manifest{Deliveries: r.Deliveries}
	if got := delivery(after, "meals", 1); got.LoadID != d.LoadID || got.Lake == nil {
		t.Errorf("meals = %+v, want what was there", got)
	}
	h.want(after, "stays", "1 stays/stays_2023-01-31.csv 1/0/0", "2 stays/stays_2023-02-01.csv 1/0/0")
}

// Where the export still lies, it takes the place of what was damaged.
func TestDamagedLandingIsPutRightFromItsExport(t *testing.T) {
	h := newHouse(t)
	h.basics()
	_, m := h.run()
	d := delivery(m, "meals", 1)
	landed := filepath.Join(h.layout.Landing("kitchen"), d.SHA256)
	whole, err := os.ReadFile(landed)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(landed, []byte("day;meals\n31/01/2023;8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.config = func(c *etl.Config) { c.Full = true }
	_, after := h.run()
	if after.Snapshot != m.Snapshot {
		t.Errorf("snapshot %d, want %d: the bytes are those of before", after.Snapshot, m.Snapshot)
	}
	if text, err := os.ReadFile(landed); err != nil || string(text) != string(whole) {
		t.Errorf("landed are %q, %v, want %q", text, err, whole)
	}
}
