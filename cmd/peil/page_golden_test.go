package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// goldenPage is the built-in page of the demo that is held against its golden file: one
// that is the same with and without the chart bundle.
const goldenPage = "datakwaliteit"

// unread is what nobody reads in a golden page, and what stands there instead: the
// style sheet, its hash, and the bytes of downloads, which other tests read.
var unread = []struct {
	what    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?s)<style>.*?</style>`), "<style></style>"},
	{regexp.MustCompile(`'sha256-[^']*'`), "'sha256-'"},
	{regexp.MustCompile(`base64,[^"]*"`), `base64,"`},
}

// byElement gives a page with an element a line, so that a difference is a few lines.
func byElement(page string) string {
	for _, u := range unread {
		page = u.what.ReplaceAllString(page, u.instead)
	}
	return strings.ReplaceAll(page, "><", ">\n<")
}

func TestABuiltInPageIsItsGoldenFile(t *testing.T) {
	files, _ := builtPages(t, "nl")
	const golden = "testdata/" + goldenPage + ".nl.html"
	for _, file := range files {
		if !strings.Contains(file, "/"+goldenPage+"/") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := byElement(string(text))
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("page %s differs from %s; look at it, and write it anew with go test ./cmd/peil -run %s -update:\n%s", goldenPage, golden, t.Name(), differing(string(want), got))
		}
		return
	}
	t.Fatalf("no page %s among %q", goldenPage, files)
}

// differing shows the first lines in which two texts differ, each from a little before
// where it does.
func differing(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	var out strings.Builder
	shown := 0
	for i := range max(len(a), len(b)) {
		x, y := "", ""
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x == y {
			continue
		}
		if shown++; shown > 3 {
			fmt.Fprintf(&out, "and more below line %d\n", i)
			break
		}
		from := 0
		for from < min(len(x), len(y)) && x[from] == y[from] {
			from++
		}
		from = max(0, from-30)
		fmt.Fprintf(&out, "line %d\n- %.100s\n+ %.100s\n", i+1, x[from:], y[from:])
	}
	return out.String()
}
