package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// builtInPages are the pages as they are asked for: one province, a city and the
// smallest municipality stand for all others.
var builtInPages = [][]string{
	{"evaluatie", "instroom", "herhuisvesting", "vragen", "subsidies", "prospectie", "datakwaliteit", "vraag-204"},
	{"regio", "--for", "Limburg"},
	{"gemeente", "--for", "Gent", "--for", "Herstappe"},
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

func TestPagesBuildInBothLanguagesWithoutAWarningOrAnEmptySection(t *testing.T) {
	data := filepath.Join(demoDir(t), "data")
	for _, lang := range []string{"nl", "en"} {
		copies := t.TempDir()
		for _, page := range builtInPages {
			var out, diag bytes.Buffer
			args := append([]string{"report", "--data", data, "--lang", lang, "--out", copies}, page...)
			if code := run(args, strings.NewReader(""), &out, &diag); code != exitDone {
				t.Fatalf("%s in %s: exit %d: %s", page[0], lang, code, diag.String())
			}
			for line := range strings.Lines(diag.String()) {
				// What is not built in says nothing of the pages.
				if !strings.Contains(line, "this build has no chart bundle") {
					t.Errorf("%s in %s: %s", page[0], lang, line)
				}
			}
		}
		files, err := filepath.Glob(filepath.Join(copies, "*.html"))
		if err != nil || len(files) != len(builtInPages[0])+3 {
			t.Fatalf("%d pages in %s, want %d: %v", len(files), lang, len(builtInPages[0])+3, err)
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
					t.Errorf("%s in %s has %q: ...%s", filepath.Base(file), lang, bad, text[max(0, at[0]-100):min(len(text), at[1]+100)])
				}
			}
		}
	}
}
