package door_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

var noon = time.Date(2023, 2, 13, 12, 0, 0, 0, time.UTC)

// shelf is a connector on bytes in memory.
type shelf struct {
	items []door.Item
	text  map[string]string
	err   error
}

func (s *shelf) List(context.Context) ([]door.Item, error) {
	return append([]door.Item(nil), s.items...), s.err
}

func (s *shelf) Open(_ context.Context, item door.Item) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(s.text[item.Name])), nil
}

func (s *shelf) put(name, text string, ago time.Duration) {
	item := door.Item{Name: name, Size: int64(len(text)), ModTime: noon.Add(-ago)}
	for i := range s.items {
		if s.items[i].Name == name {
			s.items[i], s.text[name] = item, text
			return
		}
	}
	if s.text == nil {
		s.text = map[string]string{}
	}
	s.items, s.text[name] = append(s.items, item), text
}

func names(items []door.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Name)
	}
	return strings.Join(out, " ")
}

// clock are means that only note how long was slept.
func clock(slept *[]time.Duration, random float64) door.Means {
	return door.Means{Now: func() time.Time { return noon }, Random: func() float64 { return random },
		Sleep: func(_ context.Context, d time.Duration) error { *slept = append(*slept, d); return nil }}
}

func TestNamesThatLeadElsewhereHaveAFault(t *testing.T) {
	for name, want := range map[string]string{
		"a.csv": "", "a/b c/é.csv": "", "a..b/c...csv": "", "2023:01.csv": "",
		"": "is empty", "/a": "absolute", "../a": `".."`, "a/../b": `".."`, "a/./b": `"."`, "a//b": "empty part", "a/": "empty part",
		`a\b`: "backslash", "a\x00b": "control", "a\nb": "control", "a\u202eb": "control", "C:/a": "drive", "c:a": "drive",
		"a\xffb": "UTF-8", strings.Repeat("x", 2000): "2000 bytes long",
	} {
		if got := door.Fault(name); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("Fault(%.40q) = %q, want %q", name, got, want)
		}
	}
}

func TestVersionNamesBytesOnlyByAStrongTag(t *testing.T) {
	one := door.VersionOf("https://h/a?sig=geheim", `"v1"`)
	if one == "" || strings.Contains(one, "geheim") || one != door.VersionOf("https://h/a?sig=geheim", `"v1"`) {
		t.Errorf("version %q", one)
	}
	if one == door.VersionOf("https://h/b", `"v1"`) || one == door.VersionOf("https://h/a?sig=geheim", `"v2"`) {
		t.Error("other bytes have the same version")
	}
	if door.VersionOf("https://h/a", "") != "" || door.VersionOf("https://h/a", `W/"v1"`) != "" {
		t.Error("bytes have a version without a strong tag")
	}
}

func TestWaitingGrowsToALimitAndLeavesHalfToChance(t *testing.T) {
	busy := &door.Passing{Err: errors.New("busy")}
	for random, want := range map[float64]string{
		0:    "[250ms 500ms 1s 2s 4s 8s 15s 15s]",
		0.5:  "[375ms 750ms 1.5s 3s 6s 12s 22.5s 22.5s]",
		0.75: "[437.5ms 875ms 1.75s 3.5s 7s 14s 26.25s 26.25s]",
	} {
		var slept []time.Duration
		p := door.Patience{Retries: 8, Means: clock(&slept, random)}
		turns := 0
		err := p.Try(context.Background(), func(context.Context) error { turns++; return busy })
		if !errors.Is(err, busy) || turns != 9 || fmt.Sprint(slept) != want {
			t.Errorf("%v after %d turns and %v, want 9 and %s", err, turns, slept, want)
		}
	}
}

func TestOnlyWhatMayPassIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		err   error
		turns int
	}{
		{&door.Passing{Err: errors.New("busy")}, 3},
		{fmt.Errorf("dial: %w", syscall.ECONNREFUSED), 3},
		{fmt.Errorf("read: %w", syscall.ECONNRESET), 3},
		{io.ErrUnexpectedEOF, 3},
		{context.DeadlineExceeded, 3},
		{&door.Passing{Err: errors.New("busy"), After: time.Hour}, 1},
		{errors.New("anything else"), 1},
		{door.Denied("connector a", "does not let peil in", "", nil), 1},
		{context.Canceled, 1},
	} {
		var slept []time.Duration
		p := door.Patience{Retries: 2, Means: clock(&slept, 0)}
		turns := 0
		err := p.Try(context.Background(), func(context.Context) error { turns++; return c.err })
		if !errors.Is(err, c.err) || turns != c.turns || len(slept) != c.turns-1 {
			t.Errorf("%v: %v after %d turns, slept %v, want %d turns", c.err, err, turns, slept, c.turns)
		}
	}
}

func TestStoppedRunIsNotTriedAgain(t *testing.T) {
	var slept []time.Duration
	ctx, stop := context.WithCancel(context.Background())
	p := door.Patience{Retries: 5, Means: clock(&slept, 0)}
	err := p.Try(ctx, func(context.Context) error { stop(); return io.ErrUnexpectedEOF })
	if !errors.Is(err, context.Canceled) || len(slept) > 0 {
		t.Errorf("%v, slept %v", err, slept)
	}
}

func TestSecretsNeverPrintThemselves(t *testing.T) {
	s := struct{ Password door.Secret }{"geheim"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if text := fmt.Sprintf(verb, s) + fmt.Sprintf(verb, s.Password); strings.Contains(text, "geheim") || strings.Contains(text, "676568") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func TestFilesAreTakenOnceTheyWereLeftAlone(t *testing.T) {
	s := &shelf{}
	s.put("old.csv", "x", time.Hour)
	var slept []time.Duration
	m := clock(&slept, 0)
	list := func() (string, error) {
		items, err := door.Settle(s, time.Minute, m).List(context.Background())
		return names(items), err
	}
	if got, err := list(); got != "old.csv" || err != nil || len(slept) != 0 {
		t.Errorf("listed %s, %v, slept %v; want no waiting for old files", got, err, slept)
	}
	s.put("young.csv", "x", time.Second)
	s.put("growing.csv", "x", time.Second)
	s.put("later.csv", "x", -time.Hour) // the clock of the server is ahead
	m.Sleep = func(_ context.Context, d time.Duration) error {
		slept = append(slept, d)
		s.put("growing.csv", "xx", time.Second)
		s.put("new.csv", "x", 0)
		return nil
	}
	got, err := list()
	if got != "old.csv young.csv later.csv" || fmt.Sprint(slept) != "[1m0s]" {
		t.Errorf("listed %s, slept %v", got, slept)
	}
	for _, name := range []string{"growing.csv", "new.csv"} {
		if models.CodeOf(err) != models.Unavailable || !strings.Contains(err.Error(), name+": is still growing; the next run takes it") {
			t.Errorf("error = %v, want that %s is told", err, name)
		}
	}
	if c := door.Settle(s, 0, m); c != door.Connector(s) {
		t.Error("without a quiet period something is laid over the connector")
	}
}

func TestSideFileDecidesWhetherAFileIsWhole(t *testing.T) {
	sum := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	s := &shelf{}
	for name, text := range map[string]string{
		"good.csv": "good", "good.csv.sha256": strings.ToUpper(sum("good")) + "  good.csv\n",
		"bare.csv": "bare", "bare.csv.sha256": sum("bare"),
		"bad.csv": "bad", "bad.csv.sha256": sum("other") + " *bad.csv\n",
		"odd.csv": "odd", "odd.csv.sha256": "to be made\n",
		"alone.sha256": sum("x"), "none.csv": "none",
	} {
		s.put(name, text, 0)
	}
	s.put("listed.csv", "listed", 0)
	s.items[len(s.items)-1].SHA256 = sum("listed")
	s.put("other.csv", "other", 0)
	s.items[len(s.items)-1].SHA256 = sum("another")
	s.items, _ = door.Sift("shelf", s.items)
	c := door.Summed(s)
	items, err := c.List(context.Background())
	if want := "alone.sha256 bad.csv bare.csv good.csv listed.csv none.csv odd.csv other.csv"; err != nil || names(items) != want {
		t.Fatalf("listed %s, %v, want %s", names(items), err, want)
	}
	for _, item := range items {
		var text []byte
		r, err := c.Open(context.Background(), item)
		if err == nil {
			text, err = io.ReadAll(r)
		}
		want := map[string]string{"bad.csv": "bad.csv: has another SHA-256 than bad.csv.sha256 says", "other.csv": "other.csv: has another SHA-256 than its listing says", "odd.csv": "odd.csv.sha256: does not begin with 64 hexadecimal digits"}[item.Name]
		if want == "" && (err != nil || string(text) != s.text[item.Name]) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: read %q, %v, want %q", item.Name, text, err, want)
		}
	}
}

// A transfer that breaks at random places gives the same bytes as one that does
// not, whether the server can begin in the middle or not.
func TestTransferGivesTheSameBytesHoweverItBreaks(t *testing.T) {
	whole := make([]byte, 100_000)
	for i := range whole {
		whole[i] = byte(math.Sin(float64(i)) * 127)
	}
	for seed := range 200 {
		var slept []time.Duration
		at := seed
		tr := door.Transfer{
			Item: door.Item{Name: "a.csv", Size: int64(len(whole)) - int64(seed%2)*int64(len(whole)+1)}, Limit: 1 << 20,
			Patience: door.Patience{Retries: 100, Means: clock(&slept, 0)},
			From: func(_ context.Context, offset int64) (io.ReadCloser, int64, int64, error) {
				at = (at*7919 + 13) % 50_000
				reach := at
				if seed%4 < 2 {
					offset = 0
					reach = at * 3 // it must get beyond where it was
				}
				rest := whole[offset:]
				cut := min(reach, len(rest))
				return io.NopCloser(io.MultiReader(bytes.NewReader(rest[:cut]), broken(cut < len(rest)))), offset, int64(len(whole)), nil
			},
		}
		r, err := tr.Start(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, whole) {
			t.Errorf("seed %d: %d bytes, %v, after %d breaks", seed, len(got), err, len(slept))
		}
	}
}

// broken ends a stream as a lost connection does.
type broken bool

func (b broken) Read([]byte) (int, error) {
	if b {
		return 0, syscall.ECONNRESET
	}
	return 0, io.EOF
}
