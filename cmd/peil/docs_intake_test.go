package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	breakage = regexp.MustCompile(`(?m)^\| (\d+) \|.*\| ([^|]+) \|$`)
	quoted   = regexp.MustCompile("`([^`]+)`")
)

// The page promises a proof for each way in which an export breaks: the folder
// must be there and hold a case.
func TestEveryBreakageNamesACaseThatIsThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(docs, "intake.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := breakage.FindAllStringSubmatch(string(text), -1)
	if len(rows) != 25 {
		t.Fatalf("%d breakages, want 25", len(rows))
	}
	for i, row := range rows {
		if row[1] != strconv.Itoa(i+1) {
			t.Errorf("breakage %s stands in place %d", row[1], i+1)
		}
		folder := ""
		for _, m := range quoted.FindAllStringSubmatch(row[2], -1) {
			name := m[1]
			if strings.Contains(name, "/") {
				folder = path.Dir(name)
			} else {
				name = path.Join(folder, name)
			}
			if entries, err := os.ReadDir(filepath.Join("../..", name)); err != nil || len(entries) == 0 {
				t.Errorf("breakage %s: case %s: %d files, %v", row[1], name, len(entries), err)
			}
		}
		if folder == "" {
			t.Errorf("breakage %s names no case", row[1])
		}
	}
}
