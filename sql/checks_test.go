package sql_test

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// checkCase is a check with given rows that it passes and others that it fails
// on. A check that nothing makes fail is no check.
type checkCase struct {
	Check   string            `yaml:"check"`
	KnownAt models.Date       `yaml:"known_at"`
	Given   map[string]string `yaml:"given"`  // relation -> CSV, in both
	Passes  map[string]string `yaml:"passes"` // beside Given, or in its place
	Fails   map[string]string `yaml:"fails"`
	Expect  string            `yaml:"expect"` // CSV: the rows that fail
}

func readCheckCases(t *testing.T) []checkCase {
	t.Helper()
	files, err := filepath.Glob("testdata/checks/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases of checks: %v", err)
	}
	var out []checkCase
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Cases []checkCase `yaml:"cases"`
		}
		if err := models.ReadYAML(file, 0, text, &doc); err != nil {
			t.Fatal(err)
		}
		out = append(out, doc.Cases...)
	}
	return out
}

func TestChecksPassGoodRowsAndFailOnBadOnes(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		tell(t, err)
		t.FailNow()
	}
	for _, c := range readCheckCases(t) {
		t.Run(c.Check, func(t *testing.T) {
			at := slices.IndexFunc(p.Checks, func(k *models.Check) bool { return k.Name == c.Check })
			if at < 0 {
				t.Fatal("there is no such check in sql/checks")
			}
			rows := func(given map[string]string) []string {
				b := newBench(t, p, c.KnownAt)
				defer func() { b.db.Close() }()
				all := maps.Clone(c.Given)
				if all == nil {
					all = map[string]string{}
				}
				maps.Copy(all, given)
				raw := map[string]string{}
				for _, name := range rawName.FindAllString(p.Checks[at].SQL, -1) {
					raw[name] = cmp.Or(all[name], raw[name])
					delete(all, name)
				}
				b.start(all)
				for name, text := range raw {
					b.raw(name, text)
				}
				for _, name := range relationName.FindAllString(p.Checks[at].SQL, -1) {
					b.make(name)
				}
				return b.rows("select * from (\n" + p.Checks[at].SQL + "\n) as failing order by all")
			}
			if got := rows(c.Passes); len(got) > 0 {
				t.Errorf("good rows fail:\n%s", strings.Join(got, "\n"))
			}
			if got, want := rows(c.Fails), lines(c.Expect); len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("bad rows give:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

var rawName = regexp.MustCompile(`\braw\.\w+__(history|deliveries)\b`)

// raw makes what came in of an entity, or its deliveries; without rows when there are none.
func (b *bench) raw(name, text string) {
	b.t.Helper()
	columns := []models.RelationColumn{{Name: "_load_id", Type: "varchar"}, {Name: "file_name", Type: "varchar"}}
	if strings.HasSuffix(name, "__history") {
		e, ok := raw.EntityOf(b.project, name)
		if !ok {
			b.t.Fatalf("%s is no entity", name)
		}
		columns = nil
		for _, f := range raw.Columns(e) {
			columns = append(columns, models.RelationColumn{Name: f.Name, Type: f.Type})
		}
	}
	b.exec("create schema if not exists raw")
	b.table(name, cmp.Or(text, columns[0].Name+"\n"), columns)
}

func TestEveryCheckHasAFailingCase(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for _, c := range readCheckCases(t) {
		held[c.Check] = true
	}
	for _, k := range p.Checks {
		if !held[k.Name] {
			t.Errorf("check %s has no case in sql/testdata/checks", k.Name)
		}
	}
}
