package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/legible"
)

// builtInPages are the pages as they are asked for: one province, a city and the
// smallest municipality stand for all others; the city is named twice, and has one page.
var builtInPages = [][]string{
	{"evaluatie", "instroom", "herhuisvesting", "vragen", "subsidies", "prospectie", "datakwaliteit", "vraag-204"},
	{"regio", "--for", "Limburg"},
	{"gemeente", "--for", "Gent", "--for", "44021", "--for", "Herstappe"},
}

// never are what no page may print: a sign or a verb that nothing was put in for, a
// heading or a paragraph without anything below or in it.
var never = []*regexp.Regexp{
	regexp.MustCompile(`\{(name|for|code)\}`),
	regexp.MustCompile(`%!`),
	regexp.MustCompile(`\{\{ *[a-z]`),
	regexp.MustCompile(`<(p|li|h[1-6]|dt|caption|figcaption)( [^>]*)?>\s*</`),
	regexp.MustCompile(`</h2>\s*(</section>|</main>|<h2|<footer)`),
	regexp.MustCompile(`\b(NaN|undefined|<nil>)\b`),
}

// builtPages makes editions of all pages in a language, once for all tests, and gives
// their files and what was told meanwhile.
func builtPages(t *testing.T, lang string) (files []string, told string) {
	t.Helper()
	data := filepath.Join(demoDir(t), "data")
	built.Lock()
	defer built.Unlock()
	if p, ok := built.pages[lang]; ok {
		return p.files, p.told
	}
	for _, page := range builtInPages {
		var out, diag bytes.Buffer
		args := append([]string{"report", "--json", "--data", data, "--lang", lang}, page...)
		if code := run(args, strings.NewReader(""), &out, &diag); code != exitDone {
			t.Fatalf("%s in %s: exit %d: %s", page[0], lang, code, diag.String())
		}
		var made []madeEdition
		if err := json.Unmarshal(out.Bytes(), &made); err != nil {
			t.Fatal(err)
		}
		for _, m := range made {
			files = append(files, m.File)
		}
		told += diag.String()
	}
	if want := len(builtInPages[0]) + 3; len(files) != want {
		t.Fatalf("%d pages in %s, want %d", len(files), lang, want)
	}
	if built.pages == nil {
		built.pages = map[string]pagesBuilt{}
	}
	built.pages[lang] = pagesBuilt{files, told}
	return files, told
}

type pagesBuilt struct {
	files []string
	told  string
}

var built struct {
	sync.Mutex
	pages map[string]pagesBuilt // by language
}

func TestPagesBuildInBothLanguagesWithoutAWarningOrAnEmptySection(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"nl", "en"} {
		files, told := builtPages(t, lang)
		for line := range strings.Lines(told) {
			// What is not built in says nothing of the pages.
			if !strings.Contains(line, "this build has no chart bundle") {
				t.Errorf("in %s: %s", lang, line)
			}
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			// The chart bundle, where the build has one, is no text of ours.
			text, _, _ = bytes.Cut(text, []byte("<script>"))
			for _, bad := range never {
				if at := bad.FindIndex(text); at != nil {
					t.Errorf("%s has %q: ...%s", file, bad, text[max(0, at[0]-100):min(len(text), at[1]+100)])
				}
			}
		}
	}
}

// pictureOnPage is a chart.
var pictureOnPage = regexp.MustCompile(`(?s)<svg .*?</svg>`)

func TestEveryTextOfEveryChartCanBeRead(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		files, _ := builtPages(t, lang)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, drawn := range pictureOnPage.FindAll(text, -1) {
				faults, err := legible.Faults(string(drawn))
				if err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				for _, f := range faults {
					t.Errorf("%s: %.80s: %s", file, drawn[bytes.Index(drawn, []byte("aria-labelledby")):], f)
				}
			}
		}
	}
}

func TestPagesInEnglishNameThemesInEnglish(t *testing.T) {
	text, err := models.Files.ReadFile("reference/themes.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	dutch, english := slices.Index(rows[0], "theme_name"), slices.Index(rows[0], "theme_name_en")
	files, _ := builtPages(t, "en")
	named := map[string]bool{}
	for _, file := range files {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if r[dutch] != r[english] && bytes.Contains(page, []byte(">"+r[dutch]+"<")) {
				t.Errorf("%s names a theme %q, want %q", file, r[dutch], r[english])
			}
			if bytes.Contains(page, []byte(">"+r[english]+"<")) {
				named[r[english]] = true
			}
		}
	}
	if len(named) < 30 {
		t.Errorf("%d themes are named in English, want at least 30", len(named))
	}
}
