package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who changes an agreed number in a project of his own sees another figure, and the
// definition beside it says the number that it was computed with.
func TestChangedParameterMovesFigureAndDefinition(t *testing.T) {
	dir := demoDir(t)
	project := t.TempDir()
	list, err := os.ReadFile(filepath.Join("..", "..", "models", "reference", "parameters.csv"))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(list), "rehousing_wait_days,30,", "rehousing_wait_days,3,", 1)
	if changed == string(list) {
		t.Fatal("the list has no rehousing_wait_days of 30")
	}
	file := filepath.Join(project, "models", "reference", "parameters.csv")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{file: changed, filepath.Join(project, "peil.yml"): "name: other-days\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const metric = "rehoused_within_30_days_share"
	for _, c := range []struct {
		days    string
		options []string
	}{{"30", nil}, {"3", []string{"--project", project}}} {
		if told := peil(t, dir, append([]string{"metrics", metric}, c.options...)...); !strings.Contains(told, "binnen "+c.days+" dagen een nieuwe plaats") {
			t.Errorf("the definition with %s days is %s", c.days, told)
		}
	}
	ask := []string{"metric", metric, "--format", "csv"}
	before, after := peil(t, dir, ask...), peil(t, dir, append(ask, "--project", project)...)
	if before == after {
		t.Errorf("the figure is the same within 3 days as within 30: %s", before)
	}
}
