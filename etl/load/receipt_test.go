package load

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestReceiptsSurviveATornLine(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	one := []Receipt{{Sequence: 1, Name: "a", SHA256: "s1", ReceivedOn: "2023-01-01"}, {Sequence: 2, Name: "b", SHA256: "s2", ReceivedOn: "2023-01-01"}}
	if err := AppendReceipts(l, "s", "e", one); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(l.Receipts("s", "e"))
	if err != nil {
		t.Fatal(err)
	}
	third := Receipt{Sequence: 3, Name: "c", SHA256: "s3", ReceivedOn: "2023-01-02"}
	// However much of a line was written, also all but its end.
	for _, torn := range []string{"{", `{"sequence":3,"name":"x"`, `{"sequence":3,"name":"x","sha256":"y","bytes":0,"received_on":""}`} {
		if err := os.WriteFile(l.Receipts("s", "e"), append(slices.Clone(whole), torn...), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadReceipts(l, "s", "e"); err != nil || !slices.Equal(got, one) {
			t.Errorf("with %q: %v, %v, want the two whole ones", torn, got, err)
		}
		if err := AppendReceipts(l, "s", "e", []Receipt{third}); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadReceipts(l, "s", "e"); err != nil || !slices.Equal(got, append(slices.Clone(one), third)) {
			t.Errorf("after %q: %v, %v, want three", torn, got, err)
		}
	}
	// A line that was whole and is not any more is no crash.
	if err := os.WriteFile(l.Receipts("s", "e"), append([]byte("{}x\n"), whole...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadReceipts(l, "s", "e"); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "e.receipts.jsonl:1") {
		t.Errorf("damaged line: %v, want an error with its place", err)
	}
	if got, err := ReadReceipts(l, "s", "other"); err != nil || got != nil {
		t.Errorf("no receipts: %v, %v", got, err)
	}
}

func TestRemovedBytesAreNoLoss(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	if err := os.MkdirAll(l.Landing("s"), 0o700); err != nil {
		t.Fatal(err)
	}
	sum := strings.Repeat("ab", 32)
	m := &models.Manifest{Deliveries: []models.Loaded{{Source: "s", Entity: "e", Name: "x.csv", SHA256: sum}}}
	findings := must(Verify(context.Background(), l, m, nil))
	if len(findings) != 1 || !strings.Contains(findings[0].String(), "is missing, and no removal is noted (x.csv)") {
		t.Errorf("findings %v, want one that misses the bytes", findings)
	}
	if err := RemoveLanded(l, "s", Removed{SHA256: sum, RemovedOn: "2023-03-01", Why: "retention of 30 days"}); err != nil {
		t.Fatal(err)
	}
	if findings := must(Verify(context.Background(), l, m, nil)); len(findings) != 0 {
		t.Errorf("findings %v, want none", findings)
	}
}

func FuzzReceiptsAreReadOrRefusedAndCanBeContinued(f *testing.F) {
	f.Add([]byte(`{"sequence":1,"name":"a","sha256":"s","bytes":1,"received_on":"2023-01-01"}` + "\n{"))
	f.Add([]byte("\n\n"))
	f.Add([]byte("{}\n{}\n"))
	f.Add([]byte("\x00\xff\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l := models.Layout{Root: t.TempDir()}
		if err := os.MkdirAll(l.Landing("s"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(l.Receipts("s", "e"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := ReadReceipts(l, "s", "e")
		if err != nil {
			if models.CodeOf(err) != models.Invalid {
				t.Errorf("error %v is no user error", err)
			}
			return
		}
		next := Receipt{Sequence: 1, Name: "next", ReceivedOn: "2023-01-01"}
		if n := len(before); n > 0 {
			next.Sequence = before[n-1].Sequence + 1
		}
		if err := AppendReceipts(l, "s", "e", []Receipt{next}); err != nil {
			t.Fatal(err)
		}
		after, err := ReadReceipts(l, "s", "e")
		if err != nil || !slices.Equal(after, append(before, next)) {
			t.Errorf("after adding one: %v, %v, want %v and it", after, err, before)
		}
	})
}
