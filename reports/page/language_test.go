package page

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// builtIn are the files of the built-in project.
var builtIn = os.DirFS("../..")

// builtInProject reads them once.
var builtInProject = sync.OnceValues(func() (*models.Project, error) { return models.LoadProject(builtIn) })

// Whoever changes a page in one language is told to change it in the other: both
// print the same figures in the same order, and differ in their texts alone.
func TestEveryPageSaysTheSameInBothLanguages(t *testing.T) {
	for _, name := range pageNames(t) {
		nl, en := loaded(t, name, "nl"), loaded(t, name, "en")
		if nl == nil || en == nil {
			continue
		}
		sameFront(t, nl, en)
		if len(nl.items) != len(en.items) {
			t.Errorf("%s has %d directives, %s has %d", nl.File, len(nl.items), en.File, len(en.items))
		}
		for i := range min(len(nl.items), len(en.items)) {
			a, b := nl.items[i], en.items[i]
			if told := differing(a, b); told != "" {
				t.Errorf("%s, directive %d of both: %s has %s", b.where(en.File), i+1, nl.File, told)
				break // what follows is only shifted
			}
		}
	}
}

// A text that is the same in both languages was forgotten.
func TestNoTextOfAnEnglishPageIsDutch(t *testing.T) {
	for _, name := range pageNames(t) {
		nl, en := loaded(t, name, "nl"), loaded(t, name, "en")
		if nl == nil || en == nil {
			continue
		}
		dutch := map[string]bool{}
		for _, text := range textsOf(nl) {
			dutch[text] = true
		}
		for _, text := range textsOf(en) {
			if dutch[text] && len(strings.Fields(text)) > 1 {
				t.Errorf("%s: %q stands in %s too", en.File, text, nl.File)
			}
		}
		for _, number := range slices.Concat(nl.FreeNumbers(), en.FreeNumbers()) {
			t.Error(number)
		}
	}
}

// pageNames are the pages that lie there in any language.
func pageNames(t *testing.T) []string {
	t.Helper()
	names := map[string]bool{}
	for _, folder := range models.PageFolders {
		files, err := fs.Glob(builtIn, folder+"/*.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := strings.TrimSuffix(strings.TrimPrefix(file, folder+"/"), ".md")
			names[strings.TrimSuffix(name, ".en")] = true
		}
	}
	if len(names) < 10 {
		t.Fatalf("%d pages below %q, want 10 or more", len(names), models.PageFolders)
	}
	return slices.Sorted(maps.Keys(names))
}

// loaded reads a page of the built-in project; nil when it cannot be read, which
// fails the test.
func loaded(t *testing.T, name, lang string) *Source {
	t.Helper()
	p, err := builtInProject()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Load(builtIn, name, lang, p.Parameters)
	if err != nil {
		t.Error(err)
		return nil
	}
	return s
}

// sameFront holds the front matter of two languages against each other: the same keys
// are filled in, with the same values where they are no text.
func sameFront(t *testing.T, nl, en *Source) {
	t.Helper()
	a, b := reflect.ValueOf(nl.Front), reflect.ValueOf(en.Front)
	for i := range a.NumField() {
		if key := a.Type().Field(i).Tag.Get("yaml"); a.Field(i).IsZero() != b.Field(i).IsZero() {
			t.Errorf("front matter: only one of %s and %s has %s", nl.File, en.File, key)
		}
	}
	x, y := nl.Front, en.Front
	if x.From != y.From || x.For != y.For || x.Geography != y.Geography || x.Interactive != y.Interactive || len(x.Numbers) != len(y.Numbers) {
		t.Errorf("front matter: %s and %s differ in from, for, geography or the count of numbers", nl.File, en.File)
	}
}

// differing says how a directive differs from the same one in another language; of
// texts only that one is there and the other is not.
func differing(a, b *directive) string {
	if a.name != b.name || a.arg != b.arg {
		return fmt.Sprintf("%s %q, this has %s %q", a.name, a.arg, b.name, b.arg)
	}
	for _, key := range known[a.name] {
		x, inA := a.keys[key]
		y, inB := b.keys[key]
		if inA != inB || x != y && !slices.Contains(texts, key) {
			return fmt.Sprintf("%s %q with %s=%q, this has %q", a.name, a.arg, key, x, y)
		}
	}
	return ""
}

// textsOf gives what readers see of a page's own words: lines of its prose without
// quotations, and the texts of its directives.
func textsOf(s *Source) []string {
	out := []string{s.Front.Title, s.Front.Kicker, s.Front.Method}
	for line := range strings.Lines(s.markdown) {
		line = strings.Trim(mark.ReplaceAllString(line, ""), "#-*. \n")
		if !strings.HasPrefix(line, ">") {
			out = append(out, line)
		}
	}
	for _, d := range s.items {
		for _, key := range texts {
			out = append(out, d.get(key, ""))
		}
	}
	return out
}
