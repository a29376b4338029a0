package stats_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// corpus opens a file of the corpora that lie beside the project, or skips.
func corpus(t *testing.T, name string) *os.File {
	t.Helper()
	root := os.Getenv("PEIL_CORPORA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "corpora")
	}
	f, err := os.Open(filepath.Join(root, name))
	if err != nil {
		t.Skipf("corpora are absent, set PEIL_CORPORA: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestEveryPublishedCaseIsMetWithinItsTolerance(t *testing.T) {
	lines := bufio.NewScanner(corpus(t, "statistics/cases.jsonl"))
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		n++
		if _, err := stats.Conform(lines.Bytes()); err != nil {
			t.Error(err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Fatal("corpus holds no cases")
	}
	t.Logf("%d cases", n)
}

func TestConformFailsOnWrongNumbersAndUnknownKinds(t *testing.T) {
	for name, line := range map[string]string{
		"wrong number":   `{"id":"a","kind":"chisq_yates","input":{"table":[[12,5],[3,14]]},"expected":{"statistic":7.6},"rel_tol":1e-9}`,
		"unknown kind":   `{"id":"a","kind":"tarot","input":{},"expected":{},"rel_tol":1}`,
		"unknown field":  `{"id":"a","kind":"chisq_yates","input":{"table":[[12,5],[3,14]]},"expected":{"mood":1},"rel_tol":1}`,
		"null expected":  `{"id":"a","kind":"chisq_yates","input":{"table":[[12,5],[3,14]]},"expected":{"p":null},"rel_tol":1}`,
		"shorter list":   `{"id":"a","kind":"rank","input":{"x":[1,2]},"expected":{"average":[1]},"rel_tol":1}`,
		"torn line":      `{"id":"a","kind":`,
		"input of error": `{"id":"a","kind":"summary","input":{"x":[1]},"expected":{"mean":1},"rel_tol":1}`,
	} {
		if _, err := stats.Conform([]byte(line)); err == nil {
			t.Errorf("%s: passes, want an error", name)
		}
	}
}
