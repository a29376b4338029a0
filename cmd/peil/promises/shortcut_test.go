package promises

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
)

// sameWithoutShortcuts attacks each edition beside the others as commands do, and once more
// with everything that these leave out because it cannot give anything of it away.
func sameWithoutShortcuts(t *testing.T, layout models.Layout, names []string) {
	t.Helper()
	all := map[string]*audit.Edition{}
	open := func(name string) func(string) ([]byte, error) {
		root, err := os.OpenRoot(filepath.Join(layout.Editions(), filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = root.Close() }) // it is only read
		return root.ReadFile
	}
	for _, name := range names {
		e, err := audit.ReadEdition(open(name))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = e
	}
	compared := 0
	for _, name := range names {
		var others []*audit.Edition
		for _, other := range names {
			if other != name {
				others = append(others, all[other])
			}
		}
		short, err := audit.Read(open(name), others...)
		if err != nil {
			t.Fatal(err)
		}
		long, err := audit.ReadAll(open(name), others...)
		if err != nil {
			t.Fatal(err)
		}
		got, want := boundsOf(t, short), boundsOf(t, long)
		for _, cell := range slices.Sorted(maps.Keys(got)) {
			compared++
			if got[cell] != want[cell] {
				t.Errorf("%s: %s is %s, and %s with all that others tell", name, cell, got[cell], want[cell])
			}
		}
		t.Logf("%s: %d sums, and %d with all that others tell", name, len(short.Sums), len(long.Sums))
	}
	if compared < 40 {
		t.Errorf("%d hidden numbers: too few to say anything", compared)
	}
}

// boundsOf says of each hidden cell what can be known: where it is far enough from that,
// no more than this, for then bounds only vouch.
func boundsOf(t *testing.T, tables *audit.Tables) map[string]string {
	t.Helper()
	report, err := audit.Attack(tables)
	if err != nil {
		t.Fatal(err)
	}
	narrow := report.Narrow(tables)
	out := map[string]string{}
	for _, b := range report.Bounds {
		switch {
		case slices.Contains(narrow, b):
			out[tables.Cells[b.Cell].Name] = fmt.Sprintf("known to be %d to %d", b.Low, b.High)
		case b.Sharp:
			out[tables.Cells[b.Cell].Name] = fmt.Sprintf("exactly %d to %d", b.Low, b.High)
		default:
			out[tables.Cells[b.Cell].Name] = "far"
		}
	}
	return out
}
