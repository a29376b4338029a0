package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/vlot-evaluatie/peil"

// arrows lists, for each part, which other parts it may import. The design has
// no other arrow; a part that needs one has the wrong place for its code.
var arrows = map[string][]string{
	"cmd":      {"etl", "sql", "reports", "models", "internal/duck", "internal/stats", "internal/book"},
	"etl":      {"models", "internal/duck", "internal/book"},
	"sql":      {"models", "internal/duck", "internal/stats"},
	"reports":  {"models", "internal/stats", "internal/book", "internal/lp"},
	"models":   {},
	"internal": {},
}

// onlyHere names libraries that some packages keep to themselves.
var onlyHere = map[string][]string{
	"github.com/duckdb/duckdb-go/v2": {"internal/duck"},
	"github.com/spf13/cobra":         {"cmd/peil"},
	"github.com/minio/minio-go/v7":   {"etl/pull/s3"},
	"github.com/pkg/sftp":            {"etl/pull/sftp"},
	"golang.org/x/oauth2":            {"etl/pull/https"},
	"net/http":                       {"reports/web", "etl/pull/https"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// part gives the folder at the top that a package path belongs to.
func part(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}

func TestImportsFollowTheArrows(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, imported := range p.Imports {
			if homes, ok := onlyHere[imported]; ok && !slices.Contains(homes, from) {
				t.Errorf("%s imports %s: only %s may", from, imported, strings.Join(homes, ", "))
			}
			to, ours := strings.CutPrefix(imported, module+"/")
			if !ours {
				continue
			}
			if part(from) == part(to) {
				// Inside a part: a subpackage does not import its parent.
				if strings.HasPrefix(from, to+"/") {
					t.Errorf("%s imports its parent %s", from, to)
				}
				continue
			}
			allowed := arrows[part(from)]
			if !slices.Contains(allowed, part(to)) && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s: %s may import only %s", from, to, part(from), strings.Join(allowed, ", "))
			}
		}
	}
}

func TestSiblingsImportEachOtherInOneDirection(t *testing.T) {
	edges := map[[2]string]bool{}
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, imported := range p.Imports {
			if to, ours := strings.CutPrefix(imported, module+"/"); ours {
				edges[[2]string{from, to}] = true
			}
		}
	}
	for e := range edges {
		if edges[[2]string{e[1], e[0]}] {
			t.Errorf("%s and %s import each other", e[0], e[1])
		}
	}
}

func TestModelsImportOnlyTheStandardLibraryAndYAML(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != module+"/models" {
			continue
		}
		for _, imported := range p.Imports {
			if strings.Contains(strings.Split(imported, "/")[0], ".") && imported != "github.com/goccy/go-yaml" && !strings.HasPrefix(imported, "github.com/goccy/go-yaml/") {
				t.Errorf("models imports %s", imported)
			}
		}
	}
}
