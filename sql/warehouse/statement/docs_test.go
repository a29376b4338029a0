package statement

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// docs/sql.md lists what a model may not use and what to write instead, and the
// functions that it may use: neither more nor less than is held.
func TestPageOfSQLListsWhatIsRefused(t *testing.T) {
	page, err := os.ReadFile("../../../docs/sql.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(page), "\n### Signs\n")
	text, functions, _ := strings.Cut(text, "\nEvery other function")
	var want, got []string
	for _, list := range []map[string]string{forbiddenSymbols, forbiddenWords, instead, rewritten} {
		for not, write := range list {
			want = append(want, fmt.Sprintf("| `%s` | %s |", not, write))
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "| `") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	difference(t, "refused", want, got)
	var named []string
	for i, word := range strings.Split(functions, "`") {
		if i%2 == 1 {
			named = append(named, word)
		}
	}
	difference(t, "shared", slices.Collect(maps.Keys(shared)), named)
}

func difference(t *testing.T, what string, want, got []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("docs/sql.md, %s: lacks %s", what, w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("docs/sql.md, %s: has %s, which is not held", what, g)
		}
	}
}
