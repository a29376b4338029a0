package edition

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func files(page string) []File {
	return []File{
		{Name: "index.html", Data: []byte(page)},
		{Name: "figures.json", Data: []byte(`{"edition":"e","report":"r","figures":[{"id":"beds-00000001"},{"id":"beds-00000002"}]}`)},
		{Name: "tables/a.csv", Data: []byte("a\n")},
	}
}

func TestAnEditionIsNeverOverwritten(t *testing.T) {
	root := t.TempDir()
	dir, work := filepath.Join(root, "editions", "r", "e"), filepath.Join(root, "tmp")
	if fresh, err := Write(dir, work, files("one")); err != nil || !fresh {
		t.Fatalf("first: %v, %v, want fresh", fresh, err)
	}
	if fresh, err := Write(dir, work, files("one")); err != nil || fresh {
		t.Errorf("the same again: %v, %v, want not fresh", fresh, err)
	}
	if _, err := Write(dir, work, files("two")); !errors.Is(err, ErrDiffers) {
		t.Errorf("other bytes: %v, want ErrDiffers", err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "index.html")); err != nil || string(text) != "one" {
		t.Errorf("page is %q, %v, want the first one", text, err)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestVerifyNamesWhatChangedAndWhatIsGone(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "editions", "r", "e")
	if _, err := Write(dir, filepath.Join(root, "tmp"), files("one")); err != nil {
		t.Fatal(err)
	}
	if wrong, err := Verify(filepath.Join(root, "editions")); err != nil || len(wrong) > 0 {
		t.Fatalf("whole edition: %v, %v", wrong, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("onf"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "tables", "a.csv")); err != nil {
		t.Fatal(err)
	}
	wrong, err := Verify(filepath.Join(root, "editions"))
	if err != nil || len(wrong) != 2 || !strings.Contains(wrong[0], "index.html: differs") || !strings.Contains(wrong[1], "a.csv: is gone") {
		t.Errorf("findings %q, %v", wrong, err)
	}
}

func TestIDSaysWhatAnEditionStandsOn(t *testing.T) {
	if got := ID("2023-02-13", 4, "nl", 1); got != "2023-02-13-s4-nl" {
		t.Errorf("first is %q", got)
	}
	if got := ID("2023-02-13", 4, "en", 3); got != "2023-02-13-s4-en-r3" {
		t.Errorf("third revision is %q", got)
	}
}

func TestAnEditionIsWrittenWholeOrNotAtAll(t *testing.T) {
	root := t.TempDir()
	dir, work := filepath.Join(root, "editions", "r", "e"), filepath.Join(root, "tmp")
	// The second file cannot be made: the first one is a file, not a folder.
	broken := append(files("one"), File{Name: "index.html/x", Data: []byte("x")})
	if _, err := Write(dir, work, broken); err == nil {
		t.Fatal("a file below a file was written")
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("part of the edition stands there: %v", err)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if fresh, err := Write(dir, work, files("one")); err != nil || !fresh {
		t.Errorf("after the failure: %v, %v, want fresh", fresh, err)
	}
}

func TestChecksumsAreReadBySha256sum(t *testing.T) {
	program, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Skip("no sha256sum on this machine")
	}
	root := t.TempDir()
	dir := filepath.Join(root, "editions", "r", "e")
	if _, err := Write(dir, filepath.Join(root, "tmp"), files("one")); err != nil {
		t.Fatal(err)
	}
	check := func() (string, error) {
		run := exec.Command(program, "-c", "--strict", "SHA256SUMS")
		run.Dir = dir
		text, err := run.CombinedOutput()
		return string(text), err
	}
	if text, err := check(); err != nil || strings.Count(text, ": OK") != 3 {
		t.Errorf("sha256sum: %v\n%s", err, text)
	}
	if err := os.WriteFile(filepath.Join(dir, "tables", "a.csv"), []byte("b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, err := check(); err == nil {
		t.Errorf("sha256sum finds nothing wrong with a changed table\n%s", text)
	}
}

func TestTheHeadIsReadWithoutTheFigures(t *testing.T) {
	dir := t.TempDir()
	whole := Frozen{Edition: "e", Report: "r", Title: "T", Lang: "nl", Snapshot: 7, KnownAt: "2023-02-13", Status: "internal", Late: []Late{{Source: "a", Days: 2}}, Figures: []figure.Record{{ID: "x"}}}
	text, err := indented(whole)
	if err != nil {
		t.Fatal(err)
	}
	// What comes behind the head is not looked at, so that long editions are listed soon.
	cut := bytes.Index(text, []byte(`"id"`))
	for _, content := range [][]byte{text, text[:cut]} {
		if err := os.WriteFile(filepath.Join(dir, "figures.json"), content, 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := Head(dir)
		if err != nil {
			t.Fatal(err)
		}
		if want := whole; f.Edition != want.Edition || f.Title != want.Title || f.Snapshot != 7 || f.KnownAt != want.KnownAt || len(f.Late) != 1 || f.Figures != nil {
			t.Errorf("head %+v", f)
		}
	}
	for _, broken := range []string{"", "[]", `{"edition":`, `{"edition": 3}`} {
		if err := os.WriteFile(filepath.Join(dir, "figures.json"), []byte(broken), 0o644); err != nil {
			t.Fatal(err)
		}
		if f, err := Head(dir); err == nil {
			t.Errorf("%q is read as %+v", broken, f)
		}
	}
}

// A list of editions does not end at one that is damaged.
func TestADamagedEditionIsToldBesideTheOthers(t *testing.T) {
	root := t.TempDir()
	for _, id := range []string{"e1", "e2", "e3"} {
		if _, err := Write(filepath.Join(root, "r", id), filepath.Join(root, "tmp"), files(id)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "r", "e2", "figures.json"), []byte(`{"edi`), 0o644); err != nil {
		t.Fatal(err)
	}
	heads, unread, err := Heads(root)
	if err != nil || len(heads) != 2 || len(unread) != 1 || !strings.Contains(unread[0].Error(), filepath.Join("e2", "figures.json")) {
		t.Errorf("%d heads, unread %v, %v", len(heads), unread, err)
	}
}

func TestWhatNobodyWroteInAnEditionIsFound(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "r", "e")
	if _, err := Write(dir, filepath.Join(root, "tmp"), files("one")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "tables", "b.csv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if wrong, n, err := VerifyOne(dir); err != nil || n != 3 || len(wrong) != 1 || !strings.Contains(wrong[0], "b.csv: is no part of the edition") {
		t.Errorf("%d files, findings %q, %v", n, wrong, err)
	}
	if err := os.Remove(filepath.Join(dir, "SHA256SUMS")); err != nil {
		t.Fatal(err)
	}
	if wrong, err := Verify(root); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "SHA256SUMS: is gone") {
		t.Errorf("without checksums: %q, %v", wrong, err)
	}
}

func TestABrokenEditionIsAnErrorAndAMissingOneIsNot(t *testing.T) {
	root := t.TempDir()
	if f, err := Read(filepath.Join(root, "none")); f != nil || err != nil {
		t.Errorf("no edition: %v, %v", f, err)
	}
	dir := filepath.Join(root, "r", "e")
	if _, err := Write(dir, filepath.Join(root, "tmp"), files("one")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "figures.json"), []byte(`{"edition":"e","fig`), 0o644); err != nil {
		t.Fatal(err)
	}
	// The disk did it, and not the program: who runs it can mend it.
	if _, err := Read(dir); models.CodeOf(err) != models.Invalid || !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "figures.json") {
		t.Errorf("half a file: %v, want an error that names it and says what to do", err)
	}
	if all, unread, err := All(root); err != nil || len(all) != 0 || len(unread) != 1 || !errors.Is(unread[0], ErrDamaged) {
		t.Errorf("list with a broken edition: %v, %v, %v, want it told beside the others", all, unread, err)
	}
}

// A folder that cannot be read is no folder without editions.
func TestEditionsThatCannotBeListedAreNoNone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "editions")
	if all, unread, err := All(dir); len(all)+len(unread) > 0 || err != nil {
		t.Errorf("a folder that is not there: %v, %v, %v", all, unread, err)
	}
	if err := os.WriteFile(dir, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := All(dir); err == nil {
		t.Error("All tells of no editions where they cannot be listed")
	}
	if _, err := Names(dir); err == nil {
		t.Error("Names tells of no editions where they cannot be listed")
	}
	if _, _, err := Heads(dir); err == nil {
		t.Error("Heads tells of no editions where they cannot be listed")
	}
}
