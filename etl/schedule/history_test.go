package schedule_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
)

const goodLine = `{"job":"night","slot":"2026-05-04T02:30","zone":"Europe/Brussels","started_at":"2026-05-04T00:30:00Z","ended_at":"2026-05-04T00:31:00Z","outcome":"done","missed_count":0}`

func writeHistory(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTornLastLineIsLeftOutAndOverwritten(t *testing.T) {
	for name, tail := range map[string]string{
		"half a record":            goodLine[:60],
		"half a record, then line": goodLine[:60] + "\n",
		"zeroes":                   strings.Repeat("\x00", 200),
		"a record without a job":   `{"started_at":"2026-05-05T00:30:00Z"}`,
	} {
		b := newBench(t, "2026-05-05T12:00:00Z")
		writeHistory(t, b.history, goodLine+"\n"+tail)
		job := schedule.Job{Name: "night", Cron: "30 2 * * *"}
		if ran := b.once(job); ran != 1 {
			t.Errorf("%s: %d runs, want the one of 5 May", name, ran)
		}
		if b.events[0].Kind != schedule.HistoryTorn {
			t.Errorf("%s: first event is %s, want that the history was torn", name, b.events[0].Kind)
		}
		text, err := os.ReadFile(b.history)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(lines) != 3 || lines[0] != goodLine || !strings.Contains(lines[1], `"outcome":"begun"`) || !strings.Contains(lines[2], `"slot":"2026-05-05T02:30"`) {
			t.Errorf("%s: history is\n%s", name, text)
		}
		if ran := b.once(job); ran != 0 {
			t.Errorf("%s: %d runs after a restart, want none", name, ran)
		}
	}
}

func TestWholeLastLineWithoutItsEndCounts(t *testing.T) {
	b := newBench(t, "2026-05-04T12:00:00Z")
	writeHistory(t, b.history, goodLine)
	job := schedule.Job{Name: "night", Cron: "30 2 * * *"}
	if ran := b.once(job); ran != 0 {
		t.Errorf("%d runs, want none: 4 May ran", ran)
	}
	b.clock.now = utc("2026-05-05T12:00:00Z")
	b.once(job)
	text, err := os.ReadFile(b.history)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(text, []byte("\n")) != 3 || !bytes.HasPrefix(text, []byte(goodLine+"\n")) {
		t.Errorf("history is\n%s", text)
	}
}

func TestDamageBeforeTheLastLineIsAnErrorWithItsPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "schedule.jsonl")
	writeHistory(t, path, goodLine+"\n"+goodLine[:60]+"\n"+goodLine+"\n")
	_, err := schedule.ReadHistory(path)
	if models.CodeOf(err) != models.Invalid || !strings.HasPrefix(err.Error(), path+":2: ") {
		t.Errorf("error is %v, want line 2 named", err)
	}
}

func TestHistoryThatIsNotThereIsEmpty(t *testing.T) {
	h, err := schedule.ReadHistory(filepath.Join(t.TempDir(), "none"))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := h.Last("night"); ok || h.Torn() {
		t.Error("an absent history holds something")
	}
}

// Whatever bytes a disk gives back, reading ends with a history or an error, and
// the next run leaves a file that reads without a torn line.
func FuzzHistory(f *testing.F) {
	for _, s := range []string{"", "\n\n", goodLine, goodLine + "\n" + goodLine[:30], "null\n", "{}", "\x00\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		b := newBench(t, "2026-05-05T12:00:00Z")
		writeHistory(t, b.history, string(text))
		if _, err := schedule.ReadHistory(b.history); err != nil {
			return
		}
		// A name that no input has: it is registered, so something is written.
		b.once(schedule.Job{Name: "fuzz\u2603", Cron: "30 2 * * *"})
		h, err := schedule.ReadHistory(b.history)
		if err != nil || h.Torn() {
			t.Errorf("after a run the history is torn %v, error %v", h != nil && h.Torn(), err)
		}
	})
}
