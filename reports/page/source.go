package page

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Source is a page as its author wrote it: front matter, Markdown, directives.
type Source struct {
	Name       string // evaluatie
	File       string // reports/pages/evaluatie.md
	Lang       string // nl or en
	SHA256     string // of the text, and of the agreed numbers and the theme where there are any
	Front      FrontMatter
	markdown   string // with a mark in place of each directive
	firstLine  int    // of the Markdown in the file
	items      []*directive
	theme      string           // the style of the project
	parameters map[string]int64 // agreed numbers of the project, by name
}

// FrontMatter is the YAML between the two lines of --- at the top of a page.
type FrontMatter struct {
	Title     string   `yaml:"title"`
	Kicker    string   `yaml:"kicker"`
	Region    string   `yaml:"region"`
	Whole     string   `yaml:"whole"` // what the member of a page is a part of
	From      string   `yaml:"from"`  // first day the page is about
	To        string   `yaml:"to"`    // last day the page is about; the knowledge date when absent
	Contact   string   `yaml:"contact"`
	Method    string   `yaml:"method"`
	For       string   `yaml:"for"`       // dimension: the page is made for each of its members
	Geography string   `yaml:"geography"` // division of what is cut by it
	Numbers   []string `yaml:"numbers"`   // numbers in the prose that are no figures
	// Interactive asks for charts that answer to pointing and tables that sort.
	Interactive bool `yaml:"interactive"`
}

// Load reads a page in a language, with the agreed numbers that it may name, and tells
// all that is wrong with it at once.
func Load(files fs.FS, name, lang string, parameters map[string]int64) (*Source, error) {
	file := File(files, name, lang)
	text, err := fs.ReadFile(files, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &models.Error{
			Code: models.Invalid, Where: file, What: "is not there",
			Fix: "write it, or ask for another page or language: see docs/project.md, pages",
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var c complaints
	s, err := Parse(name, file, lang, string(text))
	c.errs = append(c.errs, err)
	s.agree(plainText(string(text)), parameters, &c)
	style, err := Theme(files)
	if c.errs = append(c.errs, err); c.err() != nil {
		return nil, c.err()
	}
	if style != "" {
		sum := sha256.Sum256([]byte(s.SHA256 + style))
		s.theme, s.SHA256 = style, hex.EncodeToString(sum[:])
	}
	return s, nil
}

// File gives where a page lies in a language; where it is in no folder, where it
// would be looked for first.
func File(files fs.FS, name, lang string) string {
	base := name + ".md"
	if lang != "nl" {
		base = name + "." + lang + ".md"
	}
	for _, folder := range models.PageFolders {
		for _, wanted := range []string{base, name + ".md"} {
			if _, err := fs.Stat(files, folder+"/"+wanted); err == nil {
				return folder + "/" + base
			}
		}
	}
	return models.PageFolders[0] + "/" + base
}

// plainText is the text of a file without the byte order mark and the CR LF that
// editors on Windows write.
func plainText(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
}

// Parse reads a page's text. With an error comes what could be read of it.
func Parse(name, file, lang, text string) (*Source, error) {
	sum := sha256.Sum256([]byte(text))
	s := &Source{Name: name, File: file, Lang: lang, SHA256: hex.EncodeToString(sum[:])}
	text = plainText(text)
	body, line := text, 1
	var c complaints
	if after, ok := strings.CutPrefix(text, "---\n"); ok {
		front, rest, ok := strings.Cut(after, "\n---\n")
		if !ok {
			c.add(file+":1:1", "front matter is never closed", "close it with a line of ---")
			return s, c.err()
		}
		c.errs = append(c.errs, models.ReadYAML(file, 1, []byte(front), &s.Front))
		for _, limit := range [][2]string{{"from", s.Front.From}, {"to", s.Front.To}} {
			key, day := limit[0], limit[1]
			if _, err := models.ParseFirst(day); err != nil && day != "" {
				before, _, _ := strings.Cut("\n"+front, "\n"+key+":")
				c.add(fmt.Sprintf("%s:%d:1", file, strings.Count(before, "\n")+2), fmt.Sprintf("%s is %q, want a day", key, day), "write for example "+key+": 2022-03-01")
			}
		}
		body, line = rest, strings.Count(front, "\n")+4
	}
	if s.Front.Title == "" {
		c.add(file+":1:1", "has no title", "write title: ... in the front matter")
	}
	marked, items, err := directives(file, body, line)
	c.errs = append(c.errs, err)
	s.markdown, s.items, s.firstLine = marked, items, line
	s.strays(&c)
	s.markup(&c)
	return s, c.err()
}

// Metrics names the metrics that the page asks for, each once, in their order of
// first use.
func (s *Source) Metrics() []string {
	var out []string
	for _, d := range s.items {
		name := d.arg
		if d.name == "date" || d.name == "finding" { // a word stands where others have a metric
			name = d.keys["metric"]
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// complaints collects what is wrong with a page.
type complaints struct{ errs []error }

func (c *complaints) add(where, what, fix string) {
	c.errs = append(c.errs, &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix})
}

func (c *complaints) err() error { return errors.Join(c.errs...) }
