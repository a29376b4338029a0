package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/assets"
)

// demoFolder is where the shared demo lies, once it was made.
var demoFolder string

// demoOnce makes the demo once for all tests: exports of the real size and
// everything that a run makes of them.
var demoOnce = sync.OnceValues(func() (string, string) {
	dir, err := os.MkdirTemp("", "peil-demo-test-")
	demoFolder = dir
	if err != nil {
		return "", err.Error()
	}
	var out, diag bytes.Buffer
	if code := run([]string{"demo", "--dir", dir}, nil, &out, &diag); code != exitDone {
		return dir, diag.String()
	}
	return dir, ""
})

// demoDir gives the folder of the shared demo.
func demoDir(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("makes the whole demo: left out by -short")
	}
	dir, wrong := demoOnce()
	if wrong != "" {
		t.Fatalf("demo: %s", wrong)
	}
	return dir
}

// peil runs a command on the demo's warehouse and gives its standard output.
func peil(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var out, diag bytes.Buffer
	args = append(args, "--data", filepath.Join(dir, "data"))
	if code := run(args, strings.NewReader(""), &out, &diag); code != exitDone {
		t.Fatalf("peil %s: exit %d: %s", strings.Join(args, " "), code, diag.String())
	}
	return out.String()
}

func TestFiguresOfTheParliamentaryQuestionComeOutOfRows(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	for _, c := range []struct{ metric, want string }{
		{"staff_persons", "21"},
		{"prospected_locations", "108"},
		{"prospected_places", "419"},
	} {
		// Both ways of looking back: what is known now about that day, and what
		// was known on that day.
		for _, moment := range [][]string{nil, {"--as-of", "2023-02-13"}} {
			args := append([]string{"metric", c.metric, "--at", "2023-02-13", "--format", "csv", "--quiet"}, moment...)
			lines := strings.Split(strings.TrimSpace(peil(t, dir, args...)), "\n")
			if len(lines) != 2 || !strings.HasPrefix(lines[0], "value,") || strings.Split(lines[1], ",")[0] != c.want {
				t.Errorf("%s %v = %q, want a header and %s", c.metric, moment, lines, c.want)
			}
		}
	}
	lines := strings.Split(strings.TrimSpace(peil(t, dir, "metric", "grouped_themes", "--at", "2023-02-13", "--format", "csv", "--quiet")), "\n")
	var n int
	if err := json.Unmarshal([]byte(strings.Split(lines[len(lines)-1], ",")[0]), &n); err != nil || n <= 50 {
		t.Errorf("grouped_themes = %q, want more than 50", lines)
	}
}

func TestEveryRowIsKeptRejectedOrFurniture(t *testing.T) {
	dir := demoDir(t)
	m := manifestOf(t, dir)
	var rejected int64
	for _, d := range m.Deliveries {
		if d.Rows != d.Kept+d.Rejected+d.Furniture {
			t.Errorf("%s: %d rows, but %d kept + %d rejected + %d furniture", d.Name, d.Rows, d.Kept, d.Rejected, d.Furniture)
		}
		rejected += d.Rejected
	}
	if rejected == 0 {
		t.Error("the demo plants bad rows, but none was rejected")
	}
}

func manifestOf(t *testing.T, dir string) *models.Manifest {
	t.Helper()
	a := &app{data: filepath.Join(dir, "data")}
	m, err := a.manifest(0)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSecondRunOfTheSameExportsChangesNothing(t *testing.T) {
	dir := demoDir(t)
	before := snapshotFiles(t, dir)
	var out, diag bytes.Buffer
	args := []string{"demo", "--dir", dir}
	if code := run(args, nil, &out, &diag); code != exitDone {
		t.Fatalf("exit %d: %s", code, diag.String())
	}
	if after := snapshotFiles(t, dir); len(after) != len(before) {
		t.Errorf("snapshots %v, want %v", after, before)
	}
	if !strings.Contains(out.String(), "nothing new") {
		t.Errorf("output does not say that nothing is new:\n%s", out.String())
	}
}

func snapshotFiles(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "data", "snapshots", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestNoIdentifierReachesTheLake looks for the national numbers and names of the
// exports in every byte that a run keeps outside landing. Parquet is compressed,
// so its cells are read back as text as well.
func TestNoIdentifierReachesTheLake(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	secrets := identifiers(t, filepath.Join(dir, "exports"))
	if len(secrets) < 100 {
		t.Fatalf("found %d identifiers in the exports, want many", len(secrets))
	}
	look := func(name string, text []byte) {
		for _, token := range bytes.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' && r < 'A' }) {
			if secrets[string(bytes.ReplaceAll(bytes.ReplaceAll(token, []byte("."), nil), []byte("-"), nil))] {
				t.Errorf("%s holds an identifier of the exports", name)
				return
			}
		}
	}
	for _, folder := range []string{"lake", "marts", "snapshots", "editions"} {
		err := filepath.WalkDir(filepath.Join(dir, "data", folder), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) == ".parquet" {
				return err
			}
			text, err := os.ReadFile(name)
			if err == nil {
				look(name, text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, relation := range []string{"raw.housing_tool__persons", "raw.housing_tool__places", "raw.housing_tool__placements", "raw.fedasil__referrals", "raw.staff__fte"} {
		look(relation, []byte(peil(t, dir, "sql", "select * from "+relation, "--format", "csv")))
	}
	look("rejects", []byte(peil(t, dir, "rejects", "--limit", "0", "--format", "csv")))
}

// identifiers collects the national numbers of the exports, digits only.
func identifiers(t *testing.T, dir string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "huisvestingstool", "personen_*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			for cell := range strings.SplitSeq(strings.TrimSpace(line), ";") {
				digits := strings.Map(func(r rune) rune {
					if r < '0' || r > '9' {
						return -1
					}
					return r
				}, cell)
				// Eleven digits and nothing but separators: a national number.
				if len(digits) == 11 && len(cell) <= 15 {
					out[digits] = true
				}
			}
		}
	}
	return out
}

func TestReportInBothLanguagesShowsTwelveFiguresAndAsksNothingOfANetwork(t *testing.T) {
	dir := demoDir(t)
	peil(t, dir, "report", "--lang", "en")
	pages, err := filepath.Glob(filepath.Join(dir, "data", "editions", "evaluatie", "*", "index.html"))
	if err != nil || len(pages) < 2 {
		t.Fatalf("pages %v, %v", pages, err)
	}
	bundle, err := assets.Script()
	if err != nil {
		t.Fatal(err)
	}
	never := []string{"<link", "src=\"http", "href=\"http", "url(http", "@import", "NaN", "+Inf"}
	if bundle == "" { // else the page has that one script, which tests with a browser hold
		never = append(never, "<script")
	}
	for _, name := range pages {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.Replace(text, []byte(bundle), nil, 1)
		if n := strings.Count(string(text), `<section class="fig"`); n < 12 {
			t.Errorf("%s has %d figures, want at least 12", name, n)
		}
		for _, bad := range never {
			if strings.Contains(string(text), bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

func TestSameSnapshotGivesTheSameBytes(t *testing.T) {
	dir := demoDir(t)
	a := filepath.Join(t.TempDir(), "a")
	b := filepath.Join(t.TempDir(), "b")
	peil(t, dir, "report", "--out", a)
	peil(t, dir, "report", "--out", b)
	first, err := os.ReadFile(filepath.Join(a, "evaluatie.html"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(filepath.Join(b, "evaluatie.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two reports of one snapshot differ")
	}
	editions, err := filepath.Glob(filepath.Join(dir, "data", "editions", "evaluatie", "*-r2"))
	if err != nil || len(editions) > 0 {
		t.Errorf("revisions %v, want none", editions)
	}
}

func TestTheDemoMakesEveryPageThatIsAboutNoSinglePlace(t *testing.T) {
	dir := demoDir(t)
	pages := append(slices.Clone(builtInPages[0]), "regio-10000", "regio-70000")
	for _, name := range pages {
		if found, err := filepath.Glob(filepath.Join(dir, "data", "editions", name, "*-nl", "index.html")); err != nil || len(found) == 0 {
			t.Errorf("no edition of page %s: %v", name, err)
		}
	}
}
