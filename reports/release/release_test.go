package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
)

var (
	an   = Person{"1001", "an"}
	bert = Person{"1002", "bert"}
	cato = Person{"1003", "cato"}
	noon = time.Date(2023, 2, 13, 12, 0, 0, 0, time.UTC)
)

func names(all []Person) string {
	var out []string
	for _, p := range all {
		out = append(out, p.Name)
	}
	return strings.Join(out, " ")
}

// An approval is for certain bytes, beside what was published when it was given, and
// never by the publisher.
func TestApprovalsCountForTheirBytesAndNotForThePublisher(t *testing.T) {
	r := &Record{Report: "r", Lang: "nl"}
	r.Approve("e1", "sha1", bert, noon)
	r.Approve("e1", "sha1", bert, noon)
	r.Approve("e1", "sha1", an, noon)
	r.Approve("e1", "other", cato, noon)
	for _, c := range []struct {
		sha       string
		publisher Person
		want      string
	}{{"sha1", an, "bert"}, {"sha1", bert, "an"}, {"sha1", cato, "bert an"}, {"other", an, "cato"}, {"other", cato, ""}, {"sha2", an, ""},
		{"sha1", Person{"1002", "under another name"}, "an"}} {
		if got := names(r.Approvers(c.sha, c.publisher)); got != c.want {
			t.Errorf("%s published by %s is approved by %q, want %q", c.sha, c.publisher.Name, got, c.want)
		}
	}
	code := r.Code("sha2")
	r.Approve("e2", "sha2", bert, noon)
	r.Publish("e1", "sha1", an, noon)
	if got := names(r.Latest().Approved); got != "bert" {
		t.Errorf("published with the approval of %q", got)
	}
	if got := names(r.Approvers("sha2", an)); got != "" {
		t.Errorf("the approval of %q was held against what was published before", got)
	}
	if r.Code("sha2") == code {
		t.Error("the code is the same beside another published edition")
	}
}

func TestTheRecordIsReadAsItWasWritten(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	empty, err := Read(l, "r", "nl")
	if err != nil || empty.Latest() != nil {
		t.Fatalf("without a file: %+v, %v", empty, err)
	}
	empty.Publish("e1", "sha1", an, noon)
	empty.Publish("e2", "sha2", bert, noon)
	if err := empty.Write(l); err != nil {
		t.Fatal(err)
	}
	back, err := Read(l, "r", "nl")
	if err != nil || back.Latest().Edition != "e2" || back.Latest().By != bert || !back.Latest().At.Equal(noon) {
		t.Errorf("read back %+v, %v", back, err)
	}
	if x, ok := back.Published("e1"); !ok || x.By != an {
		t.Errorf("e1 was published: %+v, %v", x, ok)
	}
	if other, err := Read(l, "r", "en"); err != nil || other.Latest() != nil {
		t.Errorf("the other language: %+v, %v", other, err)
	}
	if left, err := os.ReadDir(l.Temporary()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := os.WriteFile(l.Latest("r", "nl"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(l, "r", "nl"); err == nil || !strings.Contains(err.Error(), "latest-nl.json") {
		t.Errorf("half a record: %v", err)
	}
}

func TestPublishedEditionsAreHeldAgainstTheirHash(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	for _, id := range []string{"e1", "e2"} {
		if _, err := edition.Write(l.Edition("r", id), l.Temporary(), []edition.File{{Name: "index.html", Data: []byte(id)}}); err != nil {
			t.Fatal(err)
		}
	}
	r := &Record{Report: "r", Lang: "nl"}
	sha, err := edition.Hash(l.Edition("r", "e1"))
	if err != nil {
		t.Fatal(err)
	}
	r.Publish("e1", sha, an, noon)
	if wrong := Verify(l, r); len(wrong) > 0 {
		t.Errorf("as it was published: %q", wrong)
	}
	r.Publish("e2", sha, an, noon)
	r.Publish("e3", sha, an, noon)
	if wrong := strings.Join(Verify(l, r), "\n"); !strings.Contains(wrong, "e2 is not what was published") || !strings.Contains(wrong, "e3 was published and is gone") || strings.Contains(wrong, "e1") {
		t.Errorf("findings %s", wrong)
	}
	if err := os.RemoveAll(filepath.Join(l.Editions(), "r", "e1")); err != nil {
		t.Fatal(err)
	}
	if wrong := Verify(l, r); len(wrong) != 3 {
		t.Errorf("findings %q", wrong)
	}
}

func TestAnInternalEditionIsNotPublished(t *testing.T) {
	if got := Refusals(&edition.Frozen{Edition: "e", Status: edition.Audited}, nil); len(got) > 0 {
		t.Errorf("audited: %v", got)
	}
	for _, status := range []string{edition.Internal, ""} {
		got := Refusals(&edition.Frozen{Edition: "e", Status: status}, nil)
		if len(got) != 1 || models.CodeOf(got[0]) != models.Blocked || !strings.Contains(got[0].Error(), "edition e: is stamped internal") {
			t.Errorf("status %q: %v", status, got)
		}
	}
}

func TestABlockingCheckThatFailsHoldsAnEditionBack(t *testing.T) {
	checks := []models.CheckResult{{Name: "passes", Severity: "block"}, {Name: "warns", Severity: "warn", Failures: 3}, {Name: "fails", Severity: "block", Failures: 2}}
	got := Refusals(&edition.Frozen{Snapshot: 4, Status: edition.Audited}, checks)
	if len(got) != 1 || !strings.Contains(got[0].Error(), "check fails: fails on 2 rows in snapshot 4") {
		t.Errorf("refusals %v", got)
	}
}

func TestGoingBackIsNotByAccident(t *testing.T) {
	e := func(known models.Date, snapshot int) *edition.Frozen {
		return &edition.Frozen{Edition: string(known), KnownAt: known, Snapshot: snapshot}
	}
	for _, c := range []struct {
		edition, published *edition.Frozen
		older              bool
	}{{e("2023-02-01", 1), nil, false}, {e("2023-03-01", 2), e("2023-02-01", 1), false}, {e("2023-02-01", 2), e("2023-02-01", 1), false}, {e("2023-02-01", 1), e("2023-02-01", 1), false},
		{e("2023-01-01", 3), e("2023-02-01", 1), true}, {e("2023-02-01", 1), e("2023-02-01", 2), true}} {
		if err := Going(c.edition, c.published); (err != nil) != c.older {
			t.Errorf("%s after %v: %v", c.edition.Edition, c.published, err)
		}
	}
}
