package edition

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
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

func TestFindNamesTheNearestFigure(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "editions")
	if _, _, err := Find(dir, "beds-00000001"); err == nil || !strings.Contains(err.Error(), "there is no edition yet") {
		t.Errorf("without editions: %v", err)
	}
	if _, err := Write(filepath.Join(dir, "r", "e"), filepath.Join(root, "tmp"), files("one")); err != nil {
		t.Fatal(err)
	}
	if f, r, err := Find(dir, "beds-00000002"); err != nil || f.Edition != "e" || r.ID != "beds-00000002" {
		t.Errorf("found %v, %v, %v", f, r, err)
	}
	if _, _, err := Find(dir, "beds-00000003"); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "did you mean beds-00000001") {
		t.Errorf("unknown: %v", err)
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
