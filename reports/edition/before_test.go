package edition_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

func TestTheEditionBeforeIsTheNearestOfTheSameLanguage(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"2023-01-31-s1-nl", "2023-02-28-s2-nl", "2023-02-28-s2-nl-r2", "2023-02-28-s10-nl", "2023-02-28-s2-nl-r10", "2023-03-31-s11-en", "2023-03-31-s12-nl", "draft"} {
		folder := filepath.Join(dir, id)
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "figures.json"), []byte(`{"edition":"`+id+`"}`), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	never := func(string) bool { return false }
	for _, c := range []struct {
		known    models.Date
		snapshot int
		want     string
	}{
		{"2023-01-31", 1, ""},
		{"2023-01-31", 2, "2023-01-31-s1-nl"}, // the same day, known by an earlier snapshot
		{"2023-02-28", 2, "2023-01-31-s1-nl"}, // its own revisions are not before it
		{"2023-02-28", 10, "2023-02-28-s2-nl-r10"},
		{"2023-03-31", 12, "2023-02-28-s10-nl"},
		{"2024-01-01", 1, "2023-03-31-s12-nl"},
	} {
		f, err := edition.Before(dir, "nl", c.known, c.snapshot, never)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if f != nil {
			got = f.Edition
		}
		if got != c.want {
			t.Errorf("before %s s%d: %q, want %q", c.known, c.snapshot, got, c.want)
		}
	}
	if f, err := edition.Before(filepath.Join(dir, "none"), "nl", "2023-01-31", 1, never); f != nil || err != nil {
		t.Errorf("where no edition is: %v, %v", f, err)
	}
	// Readers were shown the first and the last: the one in between is internal.
	shown := func(name string) bool { return name == "2023-01-31-s1-nl" || name == "2023-03-31-s12-nl" }
	for known, want := range map[models.Date]string{"2023-03-31": "2023-01-31-s1-nl", "2023-04-30": "2023-03-31-s12-nl"} {
		if f, err := edition.Before(dir, "nl", known, 12, shown); err != nil || f.Edition != want {
			t.Errorf("before %s: %v, %v, want %s", known, f, err, want)
		}
	}
}
